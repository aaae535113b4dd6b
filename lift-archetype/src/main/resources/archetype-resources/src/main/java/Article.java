package ${package};

import dev.lift.json.Json;

/** An article, as clients see it. */
@Json
record Article(int id, String name) {}
