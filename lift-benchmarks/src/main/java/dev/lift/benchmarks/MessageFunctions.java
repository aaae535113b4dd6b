package dev.lift.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lift.Lift;
import dev.lift.events.Events;
import dev.lift.events.LiftEventHandler;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions that take orders from a queue, and reply with those that failed: the ones without a quantity. */
public final class MessageFunctions {
    static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("by hand, jackson-core", Stream.class);
        ALL.put("by hand, AWS's events and databind", Typed.class);
        ALL.put("Lift, generated codecs", Generated.class);
    }

    private MessageFunctions() {}

    /** An order that is to fail. */
    static final String EMPTY = "{\"sku\":\"A-1\",\"quantity\":0,\"note\":null}";

    /** An event of a queue, whose second message fails where there is one. */
    static byte[] event(int messages) {
        TestMessages batch = LiftTest.of(new Generated()).sqs("orders");
        for (int i = 0; i < messages; i++) {
            batch = batch.message(i == 1 ? EMPTY : Api.NEW_ORDER);
        }
        return batch.event();
    }

    private static void ship(Api.NewOrder order) {
        if (order.quantity() == 0) {
            throw new EmptyOrderException();
        }
    }

    /** Without a stack trace, whose cost would be in every figure. */
    private static final class EmptyOrderException extends RuntimeException {
        private static final long serialVersionUID = 1;

        EmptyOrderException() {
            super("An order has a quantity", null, false, /* writableStackTrace= */ false);
        }
    }

    /** Jackson's streaming parser. */
    public static final class Stream implements RequestStreamHandler {
        private final JsonFactory json = new JsonFactory();
        private final Floors.Stream bodies = new Floors.Stream();

        @Override
        public void handleRequest(InputStream event, OutputStream reply, Context context) throws IOException {
            List<String> failed = new ArrayList<>();
            try (JsonParser in = json.createParser(event)) {
                in.nextToken();
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    boolean records = in.currentName().equals("Records");
                    in.nextToken();
                    while (records && in.nextToken() == JsonToken.START_OBJECT) {
                        record(in, failed);
                    }
                    if (!records) {
                        in.skipChildren();
                    }
                }
            }
            try (JsonGenerator out = json.createGenerator(reply)) {
                out.writeStartObject();
                out.writeArrayFieldStart("batchItemFailures");
                for (String each : failed) {
                    out.writeStartObject();
                    out.writeStringField("itemIdentifier", each);
                    out.writeEndObject();
                }
                out.writeEndArray();
                out.writeEndObject();
            }
        }

        private void record(JsonParser in, List<String> failed) throws IOException {
            String id = "";
            String body = "";
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                switch (name) {
                    case "messageId" -> id = in.getText();
                    case "body" -> body = in.getText();
                    default -> in.skipChildren();
                }
            }
            try {
                ship(bodies.read(body));
            } catch (RuntimeException refused) {
                failed.add(id);
            }
        }
    }

    /** AWS's typed events and databind. */
    public static final class Typed implements RequestHandler<SQSEvent, SQSBatchResponse> {
        private final ObjectMapper mapper = new ObjectMapper();

        @Override
        public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
            List<SQSBatchResponse.BatchItemFailure> failed = new ArrayList<>();
            for (SQSEvent.SQSMessage message : event.getRecords()) {
                try {
                    ship(mapper.readValue(message.getBody(), Api.NewOrder.class));
                } catch (JsonProcessingException | RuntimeException refused) {
                    failed.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
                }
            }
            return new SQSBatchResponse(failed);
        }
    }

    /** A table of events beside an app, with generated codecs. */
    public static final class Generated extends LiftEventHandler {
        public Generated() {
            super(
                    Lift.of(app -> app.codecs(AppCodecs.all())),
                    Events.of(events -> events.sqs("orders", Api.NewOrder.class, (message, order) -> ship(order))));
        }
    }
}
