package io.keyweave.azure.identity;

import com.azure.core.util.Configuration;
import com.azure.identity.AzureCliCredentialBuilder;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import io.keyweave.time.KeyweaveThreads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A developer's own login, through
 * <a href="https://learn.microsoft.com/cli/azure/account#az-account-get-access-token">az account get-access-token</a>. Only on
 * request ({@code auth=azure-cli}), never in a chain. The token comes through a pipe and touches no file.
 *
 * <p>The SDK reads the pipe to its end before it looks at a clock, so it is asked on a thread of its own; what is left when time is up
 * is the process it started, which is ended here.
 */
final class AzureCli implements Identity {

    private final Transport transport;
    private final @Nullable String tenant;
    private final InstantSource clock;

    AzureCli(Transport transport, @Nullable String tenant, InstantSource clock) {
        this.transport = transport;
        this.tenant = tenant;
        this.clock = clock;
    }

    @Override
    public AccessToken acquire(Audience audience, @Nullable String claims, Deadline deadline) throws TokenException {
        SdkLogin login = new SdkLogin(transport, null, deadline, clock);
        String issuing = tenant != null ? tenant : audience.tenant();
        AzureCliCredentialBuilder builder = new AzureCliCredentialBuilder()
                .configuration(Configuration.NONE)
                .processTimeout(deadline.left().plus(Duration.ofSeconds(1)))
                .pipeline(login.requests().pipeline());
        if (issuing != null) {
            builder.tenantId(issuing);
        }
        FutureTask<AccessToken> asking = new FutureTask<>(() -> login.token(builder.build(), audience, claims));
        Thread thread = KeyweaveThreads.single("keyweave-az", asking);
        Set<Long> others = children();
        thread.start();
        try {
            return asking.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            end(others);
            throw TokenException.azureCli("no answer", "the command az did not end in time");
        } catch (InterruptedException e) {
            end(others);
            Thread.currentThread().interrupt();
            throw TokenException.azureCli("no answer", "interrupted while az was running");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw refusal(cause == null ? "" : String.valueOf(cause.getMessage()));
        }
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    /** Of the processes started meanwhile, ours is the one with our words on its command line; the application's own stay. */
    private static void end(Set<Long> others) {
        ProcessHandle.current()
                .children()
                .filter(child -> !others.contains(child.pid()))
                .filter(child -> child.info().commandLine().orElse("").contains("az account get-access-token"))
                .forEach(child -> {
                    child.descendants().forEach(ProcessHandle::destroyForcibly);
                    child.destroyForcibly();
                });
    }

    /** @param words of the SDK's exception, which quote what az printed: only known ones go on */
    private static TokenException refusal(String words) {
        int code = words.indexOf("AADSTS");
        if (code >= 0) {
            int end = code + 6;
            while (end < words.length() && Character.isDigit(words.charAt(end))) {
                end++;
            }
            return TokenException.azureCli(words.substring(code, end), "az could not renew its login");
        }
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("not installed") || lower.contains("not found") || lower.contains("not recognized")) {
            return TokenException.azureCli("not installed", "the command az is not on the PATH");
        }
        if (lower.contains("az login")) {
            return TokenException.azureCli("not logged in", "az has no login");
        }
        return TokenException.azureCli(null, "the command az failed, or printed something else than a token");
    }

    @Override
    public String kind() {
        return "azure-cli";
    }

    @Override
    public @Nullable String clientId() {
        return null;
    }

    @Override
    public @Nullable String tenant() {
        return tenant;
    }

    @Override
    public String toString() {
        return kind();
    }
}
