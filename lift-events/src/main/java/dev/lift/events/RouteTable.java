package dev.lift.events;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the route of a message by a few lookups in a hash table: as many as its name has parts, however many routes there are. */
final class RouteTable {
    private static final String ANY = "*";

    private final Map<Key, Entry> entries = new HashMap<>();

    private record Key(MessageSource source, String name, String type) {}

    /** A route with its finished chain. */
    record Entry(EventRoute route, MessageHandler chain) {}

    RouteTable(List<EventRoute> routes) {
        for (EventRoute route : routes) {
            Key key = new Key(route.source(), route.name(), route.type());
            if (entries.put(key, new Entry(route, route.chain())) != null) {
                throw new IllegalArgumentException("Two routes take " + route + "; remove one");
            }
        }
    }

    @Nullable
    Entry find(Message message) {
        Entry found = find(message.source(), message.arn(), message.type());
        String name = message.name();
        if (found == null) {
            found = find(message.source(), name, message.type());
        }
        if (message.source() == MessageSource.EVENT_BRIDGE) {
            for (int dot = name.lastIndexOf('.'); found == null && dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
                found = find(message.source(), name.substring(0, dot) + ".*", message.type());
            }
        }
        return found != null ? found : find(message.source(), ANY, message.type());
    }

    private @Nullable Entry find(MessageSource source, String name, String type) {
        Entry found = entries.get(new Key(source, name, type));
        int colon = type.indexOf(':');
        if (found == null && source == MessageSource.S3 && colon > 0) {
            found = entries.get(new Key(source, name, type.substring(0, colon) + ":*"));
        }
        return found != null ? found : entries.get(new Key(source, name, ANY));
    }
}
