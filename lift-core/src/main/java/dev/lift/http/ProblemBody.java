package dev.lift.http;

import dev.lift.json.FieldError;
import dev.lift.json.JsonWriter;
import java.util.List;

/**
 * The smallest RFC 9457 problem: type, title, status, request id, a detail where one is meant for the client, and the fields of a
 * body that were refused, each with a detail and a pointer in the form of section 3.
 */
final class ProblemBody {
    private ProblemBody() {}

    static Response response(HttpException exception, String requestId) {
        JsonWriter out = new JsonWriter(256);
        out.beginObject();
        out.name("type").string("about:blank");
        out.name("title").string(title(exception.status()));
        out.name("status").number(exception.status());
        if (!exception.detail().isEmpty()) {
            out.name("detail").string(exception.detail());
        }
        out.name("requestId").string(requestId);
        writeErrors(exception.errors(), out);
        out.endObject();
        Headers headers = Headers.of(
                "Content-Type", "application/problem+json",
                "X-Content-Type-Options", "nosniff");
        Response response =
                HttpResponse.of(exception.status()).withHeaders(headers).written(out.toByteArray(), /* text= */ false);
        for (int i = 0; i < exception.headers().size(); i++) {
            response = response.addHeader(
                    exception.headers().name(i), exception.headers().value(i));
        }
        return response;
    }

    private static void writeErrors(List<FieldError> errors, JsonWriter out) {
        if (errors.isEmpty()) {
            return;
        }
        out.name("errors").beginArray();
        for (FieldError error : errors) {
            out.beginObject();
            out.name("detail").string(error.detail());
            out.name("pointer").string(error.fragment());
            out.endObject();
        }
        out.endArray();
    }

    /** The reason phrases of RFC 9110 section 15, RFC 6585 and RFC 9457 section 4.2.1's advice to use them. */
    static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 402 -> "Payment Required";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 423 -> "Locked";
            case 424 -> "Failed Dependency";
            case 425 -> "Too Early";
            case 426 -> "Upgrade Required";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 451 -> "Unavailable For Legal Reasons";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 507 -> "Insufficient Storage";
            default -> status < 500 ? "Client Error" : "Server Error";
        };
    }
}
