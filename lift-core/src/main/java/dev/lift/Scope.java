package dev.lift;

import dev.lift.http.BodyCodec;
import dev.lift.http.Route;
import dev.lift.json.JsonCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The declarations of an app or a group, kept until all are there, and then compiled. */
final class Scope implements Routes {
    // What all scopes of an app share is kept by the outermost.
    final Options options = new Options();
    final Map<String, JsonCodec<?>> jsonCodecs = new HashMap<>(8);
    final List<BodyCodec> bodyCodecs = new ArrayList<>(2);
    final List<Scope> scopes = new ArrayList<>(4);
    final List<CompiledRoute> routes = new ArrayList<>();
    boolean closed;

    private final Scope app;
    final String prefix;
    final List<Middleware> middleware;
    private final @Nullable Scope parent;
    private @Nullable ErrorHandlers errors;
    private @Nullable Handler notFound;
    private List<String> tags = List.of();
    private boolean hasRoutes;

    /** Whether some of the middleware consist of others. */
    private boolean composed;

    Scope(String prefix, @Nullable Scope parent) {
        this.app = parent == null ? this : parent.app;
        this.prefix = prefix;
        this.parent = parent;
        this.middleware = parent == null ? new ArrayList<>(4) : new ArrayList<>(parent.middleware);
        this.composed = parent != null && parent.composed;
        app.scopes.add(this);
    }

    /** Copies all scopes of the app, this one, and its routes; the middleware are replaced. */
    Scope decorated(UnaryOperator<Middleware> decorator) {
        List<Scope> copies = new ArrayList<>(scopes.size());
        for (Scope each : scopes) { // The outer ones come first.
            Scope copy = new Scope(each.prefix, each.parent == null ? null : copies.get(scopes.indexOf(each.parent)));
            copy.middleware.clear();
            for (Middleware surrounding : each.middleware) {
                copy.middleware.add(All.decorated(surrounding, decorator));
            }
            copy.errors = each.errors;
            copy.notFound = each.notFound;
            copy.tags = each.tags;
            copies.add(copy);
        }
        Scope copy = copies.get(0);
        copy.jsonCodecs.putAll(jsonCodecs);
        copy.bodyCodecs.addAll(bodyCodecs);
        for (CompiledRoute each : routes) {
            Scope scope = copies.get(scopes.indexOf(each.scope));
            copy.routes.add(new CompiledRoute(scope, each.method, each.path, each.handler));
        }
        copy.closed = true;
        return copy;
    }

    @Override
    public Routes use(Middleware... added) {
        checkOpen();
        if (hasRoutes) {
            throw new IllegalStateException("use(...) comes before the first route of its scope"
                    + (prefix.isEmpty() ? "" : " " + prefix) + "; the routes declared so far would not be surrounded");
        }
        for (Middleware each : added) {
            add(Objects.requireNonNull(each, "middleware"));
        }
        return this;
    }

    @Override
    public Routes tag(String... added) {
        checkOpen();
        List<String> all = new ArrayList<>(tags);
        for (String each : added) {
            if (each.isEmpty() || !Character.isLetter(each.charAt(0))) {
                throw new IllegalArgumentException("A tag begins with a letter, was '" + each + "'");
            }
            all.add(each);
        }
        tags = all;
        return this;
    }

    /** Returns those of this scope behind those of the scopes around it, each once. */
    List<String> tags() {
        if (parent == null) {
            return tags;
        }
        List<String> outer = parent.tags();
        if (tags.isEmpty()) {
            return outer;
        }
        List<String> all = new ArrayList<>(outer);
        for (String each : tags) {
            if (!all.contains(each)) {
                all.add(each);
            }
        }
        return all;
    }

    private void add(Middleware added) {
        if (composed || added instanceof All || added instanceof Conditional) {
            composed = true;
            addComposed(added);
        } else {
            // As it mostly is: nothing has to be taken apart, and so nothing be made.
            added.checkOrder(Collections.unmodifiableList(middleware));
            middleware.add(added);
        }
    }

    private void addComposed(Middleware added) {
        List<Middleware> outer = All.flattened(middleware);
        for (Middleware each : All.flattened(List.of(added))) {
            each.checkOrder(outer);
            outer.add(each);
        }
        if (added instanceof All all) {
            middleware.addAll(all.members);
        } else {
            middleware.add(added);
        }
    }

    @Override
    public Routes route(String method, String path, Handler handler) {
        checkOpen();
        Objects.requireNonNull(handler, "handler");
        if (!PathPattern.isName(method.replace('-', '_'))) {
            throw new IllegalArgumentException("A method is a token such as GET, not '" + method + "'");
        }
        hasRoutes = true;
        app.routes.add(new CompiledRoute(this, method, join(prefix, path), handler));
        return this;
    }

    @Override
    public <T> Routes route(String method, String path, Class<T> type, BodyHandler<T> handler) {
        return route(method, path, new BodyRoute<>(type, handler));
    }

    @Override
    public Routes group(String groupPrefix, Consumer<Routes> members) {
        checkOpen();
        if (!groupPrefix.startsWith("/") || groupPrefix.endsWith("/") || groupPrefix.endsWith("*}")) {
            throw new IllegalArgumentException(
                    "The prefix of a group begins with '/' and ends in neither '/' nor a tail, was '" + groupPrefix
                            + "'");
        }
        hasRoutes = true;
        members.accept(new Scope(prefix + groupPrefix, this));
        return this;
    }

    private static String join(String prefix, String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("The path '" + path + "' must begin with '/'");
        }
        return prefix.isEmpty() ? path : path.equals("/") ? prefix : prefix + path;
    }

    @Override
    public <E extends Throwable> Routes error(Class<E> type, ErrorHandler<? super E> handler) {
        checkOpen();
        if (errors == null) {
            // The outer scope is looked up when the app is compiled: its handlers may come later than this group.
            errors = new ErrorHandlers(this);
        }
        errors.add(type, handler);
        return this;
    }

    /** Returns the handlers of this scope, or of the nearest one around it that has any. */
    @Nullable
    ErrorHandlers errors() {
        return errors != null ? errors : outerErrors();
    }

    @Nullable
    ErrorHandlers outerErrors() {
        return parent == null ? null : parent.errors();
    }

    @Override
    public Routes notFound(Handler handler) {
        checkOpen();
        if (notFound != null) {
            throw new IllegalStateException("notFound(...) was set already in this scope");
        }
        notFound = handler;
        return this;
    }

    boolean setsNotFound() {
        return notFound != null;
    }

    /** Returns the handler of this scope, or of the nearest one around it that has one. */
    @Nullable
    Handler notFound() {
        return notFound != null || parent == null ? notFound : parent.notFound();
    }

    @Override
    public Routes codecs(JsonCodec<?>... codecs) {
        checkOpen();
        for (JsonCodec<?> codec : codecs) {
            JsonCodec<?> previous = app.jsonCodecs.putIfAbsent(codec.typeName(), codec);
            if (previous != null) {
                throw new IllegalArgumentException(
                        "Two codecs for " + codec.typeName() + "; remove one of " + previous + " and " + codec);
            }
        }
        return this;
    }

    @Override
    public Routes codec(BodyCodec codec) {
        checkOpen();
        app.bodyCodecs.add(codec);
        return this;
    }

    @Override
    public Routes options(Consumer<Options> settings) {
        checkOpen();
        settings.accept(app.options);
        return this;
    }

    private void checkOpen() {
        if (app.closed) {
            throw new IllegalStateException("The app has been built; its routes can not change any more");
        }
    }

    /** Folds the middleware of this scope around a handler; the first is the outermost. */
    ErrorBoundary chain(Route route, Handler handler) {
        ErrorBoundary boundary = new ErrorBoundary(handler, route.codecs(), errors());
        return middleware.isEmpty() ? boundary : All.fold(middleware, route, boundary);
    }
}
