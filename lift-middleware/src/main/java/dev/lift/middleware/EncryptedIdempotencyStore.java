package dev.lift.middleware;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts replies before another store keeps them: AES-256 in Galois/Counter Mode (NIST SP 800-38D), bound to the key of the record, so that
 * whoever can write to the store can neither read a reply nor put one in the place of another. Keys of records and fingerprints are hashes and
 * stay as they are.
 *
 * <p>Several keys are allowed, to change them: the first encrypts, all decrypt. A reply that none of them decrypts is as if the store did not
 * answer. Immutable and thread-safe.
 *
 * <pre>{@code
 * byte[] key = Base64.getDecoder().decode(secrets.password()); // 32 bytes
 * app.use(Idempotency.with(EncryptedIdempotencyStore.of(InMemoryIdempotencyStore.ofRecords(1_000), key)));
 * }</pre>
 */
public final class EncryptedIdempotencyStore implements IdempotencyStore {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final IdempotencyStore store;
    private final List<SecretKey> keys;
    private final SecureRandom random = new SecureRandom();

    private EncryptedIdempotencyStore(IdempotencyStore store, List<SecretKey> keys) {
        this.store = store;
        this.keys = keys;
    }

    /**
     * Surrounds a store.
     *
     * @param store keeps what is encrypted
     * @param keys the keys, of 32 bytes each; the first encrypts
     * @return the store to use
     * @throws IllegalArgumentException when there is none, or one of another length
     */
    public static EncryptedIdempotencyStore of(IdempotencyStore store, byte[]... keys) {
        if (keys.length == 0) {
            throw new IllegalArgumentException("At least one key is needed");
        }
        List<SecretKey> all = new ArrayList<>();
        for (byte[] key : keys) {
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("A key of AES-256 has 32 bytes, was " + key.length);
            }
            all.add(new SecretKeySpec(key, "AES"));
        }
        return new EncryptedIdempotencyStore(store, List.copyOf(all));
    }

    @Override
    public Optional<IdempotencyRecord> claim(String key, String fingerprint, String owner, Instant now, Instant until)
            throws Exception {
        Optional<IdempotencyRecord> present = store.claim(key, fingerprint, owner, now, until);
        if (present.isEmpty() || present.get().reply().isEmpty()) {
            return present;
        }
        IdempotencyRecord record = present.get();
        byte[] reply = decrypt(key, record.reply().orElseThrow());
        return Optional.of(IdempotencyRecord.completed(record.fingerprint(), record.until(), reply));
    }

    @Override
    public boolean complete(String key, String owner, byte[] reply, Instant until) throws Exception {
        return store.complete(key, owner, encrypt(key, reply), until);
    }

    @Override
    public boolean release(String key, String owner) throws Exception {
        return store.release(key, owner);
    }

    @Override
    public int maxReplyBytes() {
        return store.maxReplyBytes() - NONCE_BYTES - TAG_BYTES;
    }

    private byte[] encrypt(String key, byte[] reply) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce, key).doFinal(reply);
        byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
        System.arraycopy(encrypted, 0, both, NONCE_BYTES, encrypted.length);
        return both;
    }

    private byte[] decrypt(String key, byte[] both) throws GeneralSecurityException {
        if (both.length >= NONCE_BYTES + TAG_BYTES) {
            byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
            for (SecretKey each : keys) {
                try {
                    return cipher(Cipher.DECRYPT_MODE, each, nonce, key)
                            .doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES);
                } catch (AEADBadTagException notOfThisKey) {
                    // Perhaps of the next.
                }
            }
        }
        throw new AEADBadTagException("None of the keys decrypts the reply that is kept");
    }

    private static Cipher cipher(int mode, SecretKey secret, byte[] nonce, String key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, secret, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(key.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** The store that it surrounds. */
    @Override
    public String toString() {
        return "EncryptedIdempotencyStore[" + store + "]";
    }
}
