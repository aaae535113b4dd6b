package dev.lift.middleware;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4), which each JDK has. */
final class Sha256 {
    private Sha256() {}

    /** One for each use: a digest is not thread-safe. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("Each JDK has SHA-256", never);
        }
    }

    static byte[] of(byte[] bytes) {
        return digest().digest(bytes);
    }
}
