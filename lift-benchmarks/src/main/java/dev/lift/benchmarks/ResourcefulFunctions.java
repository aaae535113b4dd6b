package dev.lift.benchmarks;

import dev.lift.Lift;
import dev.lift.http.Request;
import dev.lift.lambda.LiftHandler;
import dev.lift.resources.Priming;
import dev.lift.resources.Resources;
import dev.lift.resources.ResourcesBuilder;

/** The API with resources, which the environment variables {@code SHUTDOWN} and {@code PRIMING} say more of. */
final class ResourcefulFunctions {
    private ResourcefulFunctions() {}

    private static Resources start() {
        ResourcesBuilder builder = Resources.builder();
        var unused = builder.add("settings", Object::new);
        return "no".equals(System.getenv("SHUTDOWN"))
                ? builder.withoutShutdownHook().start()
                : builder.start();
    }

    /** Answers each route as often as {@code PRIMING} says, none without it. */
    private static void prime(Resources resources, LiftHandler function) {
        String rounds = System.getenv("PRIMING");
        if (rounds != null) {
            Request order = Request.post("/orders").json(Api.NEW_ORDER).build();
            resources.prime(
                    function, Priming.safeRoutes(function.app()).and(order).rounds(Integer.parseInt(rounds)));
        }
    }

    /** By the codecs that lift-codec has generated. */
    public static final class Generated extends LiftHandler {
        public Generated() {
            this(start());
        }

        private Generated(Resources resources) {
            super(Lift.of(app -> {
                app.use(resources.middleware());
                app.codecs(AppCodecs.all());
                LiftFunctions.routes(app);
            }));
            prime(resources, this);
        }
    }

    /** By databind. */
    public static final class Databind extends LiftHandler {
        public Databind() {
            this(start());
        }

        private Databind(Resources resources) {
            super(Lift.of(app -> {
                app.use(resources.middleware());
                LiftFunctions.routes(app);
            }));
            prime(resources, this);
        }
    }
}
