package io.keyweave.azure.identity;

import io.keyweave.azure.http.Deadline;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A developer's own login, through
 * <a href="https://learn.microsoft.com/cli/azure/account#az-account-get-access-token">az account get-access-token</a>. Only on
 * request ({@code auth=azure-cli}), never in a chain. The token comes through a pipe and touches no file.
 */
final class AzureCli implements Identity {

    /** Written by az in local time, without a zone, by versions that do not write {@code expires_on}. */
    private static final String OLD_TIME = "yyyy-MM-dd HH:mm:ss[.SSSSSS]";

    private final @Nullable String tenant;
    private final InstantSource clock;

    AzureCli(@Nullable String tenant, InstantSource clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    @Override
    public AccessToken acquire(Audience audience, Deadline deadline) throws NoToken {
        List<String> command = new ArrayList<>();
        boolean windows = File.separatorChar == '\\';
        command.addAll(windows ? List.of("cmd.exe", "/c", "az") : List.of("az"));
        command.addAll(List.of("account", "get-access-token", "--output", "json", "--resource", audience.resource()));
        String issuing = tenant != null ? tenant : audience.tenant();
        if (issuing != null) {
            command.addAll(List.of("--tenant", issuing));
        }
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw NoToken.azureCli("not installed", "the command az is not on the PATH");
        }
        try {
            process.getOutputStream().close();
            FutureTask<String> errors = read(process.getErrorStream(), "keyweave-az-stderr");
            FutureTask<String> output = read(process.getInputStream(), "keyweave-az-stdout");
            if (!process.waitFor(deadline.left().toMillis(), TimeUnit.MILLISECONDS)) {
                throw NoToken.azureCli("no answer", "the command az did not end in time");
            }
            if (process.exitValue() != 0) {
                throw refusal(errors.get(1, TimeUnit.SECONDS));
            }
            return token(output.get(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NoToken.azureCli("no answer", "interrupted while az was running");
        } catch (IOException | java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw NoToken.azureCli("no answer", "the output of az could not be read");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Both pipes must be emptied at once, or az blocks on the full one. */
    private static FutureTask<String> read(InputStream in, String name) {
        FutureTask<String> task = new FutureTask<>(() -> new String(in.readNBytes(256 << 10), StandardCharsets.UTF_8));
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static NoToken refusal(String errors) {
        String words = errors.toLowerCase(Locale.ROOT);
        if (words.contains("not found") || words.contains("not recognized")) {
            return NoToken.azureCli("not installed", "the command az is not on the PATH");
        }
        int code = errors.indexOf("AADSTS");
        if (code >= 0) {
            int end = code + 6;
            while (end < errors.length() && Character.isDigit(errors.charAt(end))) {
                end++;
            }
            return NoToken.azureCli(errors.substring(code, end), "az could not renew its login");
        }
        if (words.contains("az login")) {
            return NoToken.azureCli("not logged in", "az has no login");
        }
        return NoToken.azureCli(null, "the command az failed");
    }

    private AccessToken token(String output) throws NoToken {
        try {
            JsonObject json = JsonObject.parse(output.strip());
            String token = json.string("accessToken");
            Instant now = clock.instant();
            Instant expires = expires(json);
            if (token != null
                    && !token.isEmpty()
                    && token.chars().allMatch(c -> c > ' ' && c < 127)
                    && expires != null) {
                return new AccessToken(token, now, expires);
            }
        } catch (JsonException e) {
            // said below
        }
        throw NoToken.azureCli(null, "the output of az is not what az account get-access-token prints");
    }

    private static @Nullable Instant expires(JsonObject json) {
        Long epoch = json.integer("expires_on");
        if (epoch != null) {
            return Instant.ofEpochSecond(epoch);
        }
        String local = json.string("expiresOn");
        try {
            return local == null
                    ? null
                    : LocalDateTime.parse(local, DateTimeFormatter.ofPattern(OLD_TIME, Locale.ROOT))
                            .atZone(ZoneId.systemDefault())
                            .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
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
