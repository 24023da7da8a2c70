package io.keyweave.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The SDK's sources of credentials in the order of its default chain. The first that has some is kept. The SDK's own chain tells what went wrong as
 * one long line; here each source keeps its exception, of which messages are made. Thread-safe.
 */
final class CredentialChain implements AwsCredentialsProvider {

    /**
     * A source.
     *
     * @param name how messages call it
     * @param configured whether something on this machine says that it is meant, so that its failure is worth telling first
     * @param provider made when it is its turn
     */
    record Source(String name, boolean configured, Supplier<AwsCredentialsProvider> provider) {}

    /** What became of a source. */
    record Attempt(Source source, RuntimeException failure, @Nullable Incident incident) {}

    /** No source had any. */
    static final class NoCredentialsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient List<Attempt> attempts;

        NoCredentialsException(List<Attempt> attempts) {
            super("no credentials");
            this.attempts = List.copyOf(attempts);
        }

        List<Attempt> attempts() {
            return attempts;
        }
    }

    private final Supplier<List<Source>> sources;
    private final List<String> passedOver = new ArrayList<>();
    private @Nullable Source chosen;
    private @Nullable AwsCredentialsProvider provider;

    /** @param sources looked up when credentials are needed */
    CredentialChain(Supplier<List<Source>> sources) {
        this.sources = sources;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        AwsCredentialsProvider kept = kept();
        return kept != null ? kept.resolveCredentials() : choose();
    }

    private synchronized @Nullable AwsCredentialsProvider kept() {
        return provider;
    }

    /** One at a time: who comes second finds what the first has chosen. */
    private synchronized AwsCredentials choose() {
        if (provider != null) {
            return provider.resolveCredentials();
        }
        List<Attempt> attempts = new ArrayList<>();
        for (Source source : sources.get()) {
            try {
                AwsCredentialsProvider candidate = source.provider().get();
                AwsCredentials credentials = candidate.resolveCredentials();
                provider = candidate;
                chosen = source;
                passedOver.clear();
                for (Attempt attempt : attempts) {
                    if (attempt.source().configured()) {
                        passedOver.add(attempt.source().name());
                    }
                }
                return credentials;
            } catch (RuntimeException e) {
                attempts.add(new Attempt(source, e, Incident.seen(e, Call.current())));
            }
        }
        throw new NoCredentialsException(attempts);
    }

    /** What was chosen proved useless: the next fetch begins anew. */
    synchronized void forget() {
        provider = null;
        chosen = null;
    }

    /** Where the credentials in use come from, or {@code null} before there are some. */
    synchronized @Nullable String source() {
        return chosen == null ? null : chosen.name();
    }

    /** The sources that were meant to be used and failed before the chosen one was asked. */
    synchronized List<String> passedOver() {
        return List.copyOf(passedOver);
    }
}
