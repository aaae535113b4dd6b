package dev.lift.middleware;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords as PBKDF2 keeps them (RFC 8018 section 5.2): {@code pbkdf2-sha256$rounds$salt$hash}, the last two in base64. */
final class PasswordHashes implements BiPredicate<String, String> {
    /** What OWASP's cheat sheet on the storage of passwords asks for with SHA-256. */
    private static final int ROUNDS = 600_000;

    private static final int LEAST_ROUNDS = 1_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Map<String, Entry> users = new HashMap<>();

    /** What a user that is not known is compared to, so that it takes as long. */
    private final Entry nobody;

    private static final class Entry {
        final int rounds;
        final byte[] salt;
        final byte[] hash;

        Entry(int rounds, byte[] salt, byte[] hash) {
            this.rounds = rounds;
            this.salt = salt;
            this.hash = hash;
        }
    }

    PasswordHashes(Map<String, String> hashes) {
        if (hashes.isEmpty()) {
            throw new IllegalArgumentException("At least one user is needed, or nobody would be let through");
        }
        int most = 0;
        for (Map.Entry<String, String> each : hashes.entrySet()) {
            String user = each.getKey();
            if (user.isBlank() || user.contains(":")) {
                throw new IllegalArgumentException("A user's name is not empty and has no colon, was '" + user + "'");
            }
            Entry entry = parse(user, each.getValue());
            users.put(user, entry);
            most = Math.max(most, entry.rounds);
        }
        nobody = new Entry(most, new byte[SALT_BYTES], new byte[HASH_BYTES]);
    }

    private static Entry parse(String user, String text) {
        String[] parts = text.split("\\$", -1);
        try {
            if (parts.length == 4 && parts[0].equals("pbkdf2-sha256")) {
                int rounds = Integer.parseInt(parts[1]);
                byte[] salt = Base64.getDecoder().decode(parts[2]);
                byte[] hash = Base64.getDecoder().decode(parts[3]);
                if (rounds >= LEAST_ROUNDS && salt.length >= SALT_BYTES && hash.length == HASH_BYTES) {
                    return new Entry(rounds, salt, hash);
                }
            }
        } catch (IllegalArgumentException malformed) {
            // As below.
        }
        throw new IllegalArgumentException(
                "The hash of the password of " + user + " must be what BasicAuthentication.hash returns");
    }

    static String hash(char[] password) {
        if (password.length == 0) {
            throw new IllegalArgumentException("A password must not be empty");
        }
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return "pbkdf2-sha256$" + ROUNDS + "$" + Base64.getEncoder().encodeToString(salt) + "$"
                + Base64.getEncoder().encodeToString(derive(password, salt, ROUNDS));
    }

    private static byte[] derive(char[] password, byte[] salt, int rounds) {
        PBEKeySpec specification = new PBEKeySpec(password, salt, rounds, HASH_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(specification)
                    .getEncoded();
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("Each JDK has PBKDF2 with HMAC-SHA-256", never);
        } finally {
            specification.clearPassword();
        }
    }

    @Override
    public boolean test(String user, String password) {
        Entry entry = users.getOrDefault(user, nobody);
        byte[] derived = derive(password.toCharArray(), entry.salt, entry.rounds);
        return MessageDigest.isEqual(derived, entry.hash) && entry != nobody;
    }
}
