package ${package};

import dev.lift.Lift;
import dev.lift.Routes;
import dev.lift.errors.ErrorMapping;
import dev.lift.errors.Problems;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.middleware.AccessLog;
import dev.lift.middleware.RequestId;
import dev.lift.middleware.SecurityHeaders;
import java.util.List;

/** The function: Lambda makes it once, and it serves requests until Lambda ends it. */
public final class ApiFunction extends LiftHandler {
    private static final List<Article> ARTICLES = List.of(new Article(1, "mug"), new Article(2, "shirt"));

    /** Makes the function, as the Lambda runtime does. */
    public ApiFunction() {
        super(Lift.of(ApiFunction::routes));
    }

    private static void routes(Routes app) {
        app.codecs(AppCodecs.all());
        app.error(Throwable.class, ErrorMapping.standard());
        app.use(RequestId.ofInvocation(), AccessLog.toStandardOutput(), SecurityHeaders.forApis());
        app.get("/articles/{id:int}", ApiFunction::article);
        app.post("/articles", NewArticle.class, (request, article) -> Response.created("/articles/3").json(new Article(3, article.name())));
    }

    private static Response article(Request request) {
        int id = request.pathParam("id", Integer.class);
        return ARTICLES.stream()
                .filter(article -> article.id() == id)
                .findFirst()
                .map(article -> Response.json(article))
                .orElseThrow(() -> Problems.notFound("article-not-found").detail("There is no article " + id));
    }
}
