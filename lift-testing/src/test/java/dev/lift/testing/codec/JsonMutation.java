package dev.lift.testing.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes a document in one to three places: most changes leave it well-formed, so that they get past the reader. */
final class JsonMutation {
    private static final String[] VALUES = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1",
        "1.0",
        "1.5",
        "1e2",
        "1E400",
        "-0.0",
        "127",
        "128",
        "32768",
        "2147483648",
        "9223372036854775808",
        "1e39",
        "123456789012345678901234567890",
        "\"\"",
        "\" \"",
        "\"1\"",
        "\"true\"",
        "\"NaN\"",
        "\"a\"",
        "\"é\"",
        "\"😀\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"SMALL\"",
        "\"XL\"",
        "\"RED\"",
        "\"2026-01-31T12:00:00Z\"",
        "\"2026-01-31\"",
        "\"12:30\"",
        "\"PT1H\"",
        "\"P1D\"",
        "\"AA==\"",
        "\"Europe/Berlin\"",
        "\"123e4567-e89b-12d3-a456-426614174000\"",
        "\"Circle\"",
        "\"square\"",
        "\"created\"",
        "\"12.34\"",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "[1,\"a\"]",
        "{\"a\":1}",
        "{\"sku\":\"a\",\"quantity\":1}",
        "{\"type\":\"Circle\",\"radius\":1}"
    };

    private static final String BYTES = "{}[]\",:\\u0123456789eE+-. \ntrfalsnu";

    private JsonMutation() {}

    static String of(String json, Random random) {
        String mutated = json;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int kind = random.nextInt(10);
            if (kind == 0) {
                mutated = withOtherCharacter(mutated, random);
            } else if (kind < 8) {
                mutated = withOtherToken(mutated, random);
            } else {
                mutated = withToken(mutated, random);
            }
        }
        return mutated;
    }

    private static String withOtherCharacter(String json, Random random) {
        int at = random.nextInt(json.length());
        return json.substring(0, at) + BYTES.charAt(random.nextInt(BYTES.length())) + json.substring(at + 1);
    }

    /** Puts another scalar, or another name, in the place of one. */
    private static String withOtherToken(String json, Random random) {
        List<int[]> tokens = scalars(json);
        if (tokens.isEmpty()) {
            return json;
        }
        int[] token = tokens.get(random.nextInt(tokens.size()));
        return json.substring(0, token[0]) + VALUES[random.nextInt(VALUES.length)] + json.substring(token[1]);
    }

    /** Puts a value before another one, or a member before another one. */
    private static String withToken(String json, Random random) {
        int at = Math.max(json.lastIndexOf('{', random.nextInt(json.length())), json.lastIndexOf('[')) + 1;
        String value = VALUES[random.nextInt(VALUES.length)];
        boolean object = at > 0 && json.charAt(at - 1) == '{';
        boolean last = at < json.length() && (json.charAt(at) == '}' || json.charAt(at) == ']');
        return json.substring(0, at)
                + (object ? "\"n" + random.nextInt(9) + "\":" : "")
                + value
                + (last ? "" : ",")
                + json.substring(at);
    }

    private static List<int[]> scalars(String json) {
        List<int[]> tokens = new ArrayList<>();
        for (int i = 0; i < json.length(); i++) {
            int from = i;
            char c = json.charAt(i);
            if (c == '"') {
                i++;
                while (i < json.length() && json.charAt(i) != '"') {
                    i += json.charAt(i) == '\\' ? 2 : 1;
                }
                tokens.add(new int[] {from, Math.min(i + 1, json.length())});
            } else if (Character.isLetterOrDigit(c) || c == '-') {
                while (i < json.length() && "{}[],: ".indexOf(json.charAt(i)) < 0) {
                    i++;
                }
                tokens.add(new int[] {from, i});
                i--;
            }
        }
        return tokens;
    }
}
