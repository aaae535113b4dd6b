package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose request it is. Ids are those of the fault catalogue. */
class TenantTest extends MiddlewareContract {
    @Override
    Middleware middleware() {
        return Tenant.of("test", request -> Optional.of("acme"));
    }

    @Override
    TestRequest prepared(TestRequest request) {
        return request.header("X-Tenant", "ignored");
    }

    private static Response asMemberOf(Request request, Handler next) throws Exception {
        request.header("X-Org")
                .ifPresent(org -> Principal.of("ada")
                        .withClaims(java.util.Map.of("org", org))
                        .authenticate(request));
        return next.handle(request);
    }

    private static Response send(Tenant tenant, Request.Builder request) {
        return Lift.of(routes -> routes.use(TenantTest::asMemberOf, tenant)
                        .get("/", handled -> Response.text(Tenant.required(handled)))
                        .get("/tenants/{tenant}", handled -> Response.text(Tenant.required(handled))))
                .handle(request.build());
    }

    @ParameterizedTest
    @CsvSource({
        "acme, '',    /,              200",
        "acme, acme,  /,              200",
        "acme, acme,  /tenants/acme,  200",
        "acme, other, /,              403",
        "acme, '',    /tenants/other, 403",
        "acme, acme,  /tenants/other, 403",
        "acme, other, /tenants/acme,  403",
        "acme, ACME,  /,              403",
        "acme, '',    /tenants/acm%65, 200",
        "'',   acme,  /,              400",
        "'',   acme,  /tenants/acme,  400"
    })
    void JW22_otherTenant_isRefused(String claim, String header, String path, int status) {
        Tenant tenant = Tenant.ofClaim("org").matchingHeader("X-Tenant").matchingPathParam("tenant");
        Request.Builder request = Request.get(path);
        if (!claim.isEmpty()) {
            request.header("X-Org", claim);
        }
        if (!header.isEmpty()) {
            request.header("X-Tenant", header);
        }
        Response response = send(tenant, request);
        assertThat(response.status()).isEqualTo(status);
        if (status == 200) {
            assertThat(response.bodyBytes()).asString().isEqualTo("acme");
        }
    }

    @Test
    void JW22_twoHeaders_areAnotherTenant() {
        Tenant tenant = Tenant.ofClaim("org").matchingHeader("X-Tenant");
        assertThat(send(
                                tenant,
                                Request.get("/")
                                        .header("X-Org", "acme")
                                        .header("X-Tenant", "acme")
                                        .header("X-Tenant", "other"))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "acme.api.example.com,      200",
        "ACME.API.example.com,      200",
        "api.example.com,           400",
        "a.b.api.example.com,       400",
        ".api.example.com,          400",
        "acme.api.example.com.evil, 400",
        "acmeapi.example.com,       400",
        "acme.api.example.com:8443, 400"
    })
    void host_namesItInItsFirstLabel(String host, int status) {
        Response response =
                send(Tenant.ofHost("api.example.com"), Request.get("/").header("Host", host));
        assertThat(response.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "../x",
                "a b",
                "a:b",
                "a,b",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void malformedNames_areRefused(String name) {
        assertThat(send(
                                Tenant.of("header", request -> request.header("X-Name")),
                                Request.get("/").header("X-Name", name))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void withoutTheMiddleware_thereIsNone() {
        Request request = Request.get("/").build();
        assertThat(Tenant.of(request)).isEmpty();
        assertThatThrownBy(() -> Tenant.required(request)).hasMessageContaining("No Tenant middleware");
        assertThat(send(Tenant.ofInvocation(), Request.get("/")).status()).isEqualTo(400);
    }

    /** It is told apart wherever something is kept for somebody. */
    @Test
    void limits_andKeys_areTheTenantsOwn() {
        RateLimitPolicy one = RateLimitPolicy.tokenBucket(1, java.time.Duration.ofHours(1));
        IdempotencyStore store = InMemoryIdempotencyStore.ofRecords(10);
        Lift app = Lift.of(routes -> routes.use(
                        TenantTest::asMemberOf,
                        Tenant.ofClaim("org"),
                        RateLimit.perTenant(one),
                        Idempotency.with(store))
                .post("/", request -> Response.text(Tenant.required(request))));
        for (String tenant : new String[] {"acme", "other"}) {
            Request request = Request.post("/")
                    .header("X-Org", tenant)
                    .header("Idempotency-Key", "one")
                    .build();
            assertThat(app.handle(request).bodyBytes()).asString().isEqualTo(tenant);
            assertThat(app.handle(request).status()).isEqualTo(429);
        }
    }
}
