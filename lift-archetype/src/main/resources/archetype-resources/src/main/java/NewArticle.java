package ${package};

import dev.lift.json.Json;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** An article, as clients send it. */
@Json
record NewArticle(@NotBlank @Size(max = 100) String name) {}
