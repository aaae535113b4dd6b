package ${package};

import dev.lift.testing.LiftTest;
import org.junit.jupiter.api.Test;

class ApiFunctionTest {
    private final LiftTest test = LiftTest.of(new ApiFunction());

    /** As every front door of AWS sends it. */
    @Test
    void article_isReturned() {
        test.everySource(source -> source.get("/articles/1")
                .send()
                .expectStatus(200)
                .expectBody("{\"id\":1,\"name\":\"mug\"}"));
    }

    @Test
    void article_thatIsNotThere_isAProblem() {
        test.get("/articles/9").send().expectStatus(404);
        test.get("/articles/one").send().expectStatus(404);
    }

    @Test
    void newArticle_isChecked() {
        test.post("/articles").json("{\"name\":\"poster\"}").send().expectStatus(201);
        test.post("/articles").json("{\"name\":\"\"}").send().expectStatus(422);
        test.post("/articles").json("{").send().expectStatus(400);
    }
}
