package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lift.testing.LiftTest;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The lines of messages. */
class MessageLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.lift.events");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void eachMessage_hasOneLine_andItsIdInTheMdcOfOthers() {
        AtomicLong ticks = new AtomicLong();
        LiftTest.of(new EventFunctionOfTests(routes -> routes.use(
                                MessageLog.toSlf4j().ticker(ticks::get))
                        .sqs("orders", message -> {
                            ticks.addAndGet(7_000_000);
                            assertThat(MDC.get("messageId")).isEqualTo(message.id());
                            if (message.bodyText().contains("secret 2")) {
                                throw new IllegalStateException("no");
                            }
                        })))
                .sqs("orders")
                .message("secret 1")
                .message("secret 2")
                .receiveCount(4)
                .send()
                .expectFailures("message-2");
        assertThat(MDC.get("messageId")).isNull();
        assertThat(lines.list).hasSize(3);
        assertThat(lines.list.get(0).getKeyValuePairs().toString())
                .isEqualTo(
                        "[source=\"SQS\", name=\"orders\", id=\"message-1\", receiveCount=\"1\", durationMs=\"7\", outcome=\"handled\"]");
        assertThat(lines.list.get(1).getLevel()).isEqualTo(Level.WARN);
        assertThat(lines.list.get(1).getKeyValuePairs().toString())
                .contains("outcome=\"failed\"", "receiveCount=\"4\"");
        assertThat(lines.list.get(2).getLevel()).isEqualTo(Level.ERROR);
        assertThat(lines.list.get(2).getFormattedMessage())
                .isEqualTo("SQS orders message-2 has failed; it was sent 4 times so far");
        assertThat(lines.list.get(2).getThrowableProxy().getMessage()).isEqualTo("no");
        assertThat(lines.list.toString()).doesNotContain("secret");
    }
}
