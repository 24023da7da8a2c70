package io.keyweave.agent.runtime;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.agent.control.ControlSocket;
import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.login.ActiveLogins;
import io.keyweave.core.CachingResolver;
import io.keyweave.observability.StatusJson;
import io.keyweave.observability.StatusPage;
import io.keyweave.observability.StatusTable;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a running JVM answers to the commands {@code status}, {@code refresh} and {@code report}. */
public final class ControlAnswers {

    /** After the start. */
    private static final Duration OPENED_AFTER = Duration.ofSeconds(5);

    private static final Duration BETWEEN_SAMPLES = Duration.ofMinutes(1);

    private final CachingResolver resolver;

    private ControlAnswers(CachingResolver resolver) {
        this.resolver = resolver;
    }

    /** Opens the socket in a while. */
    static void openLater(CachingResolver resolver, EventLog log) {
        resolver.after(OPENED_AFTER, () -> {
            resolver.subscribe(resolver.history()::changed);
            sample(resolver);
            String why = ControlSocket.open(new ControlAnswers(resolver)::of);
            if (why != null) {
                log.write(LogEvent.of(AgentMessages.NO_SOCKET).with("why", why));
            }
        });
    }

    private static void sample(CachingResolver resolver) {
        resolver.history().sample();
        resolver.after(BETWEEN_SAMPLES, () -> sample(resolver));
    }

    /** The page of the command {@code report}. */
    private String report() {
        Settings settings = resolver.settings();
        Map<String, String> set = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            String value = settings.text(setting);
            if (value != null && settings.isSet(setting)) {
                set.put(
                        setting.key(),
                        (setting.type() == Setting.Type.SECRET ? "***" : value) + " (" + settings.origin(setting)
                                + ")");
            }
        }
        settings.aliases().forEach(alias -> set.put("vault." + alias.name(), alias.url()));
        return StatusPage.of(resolver.snapshot(), resolver.history(), set, StartTimes.phases(), PatchTable.text());
    }

    /** The table. */
    public static String status(CachingResolver resolver) {
        return StatusTable.of(resolver.snapshot()) + UnresolvedFiles.text() + PatchTable.text();
    }

    /** The same for programs. */
    public static String json(CachingResolver resolver) {
        Map<String, Object> all = new LinkedHashMap<>(StatusJson.of(resolver.snapshot()));
        all.put("patches", PatchTable.counts());
        all.put("internalErrors", InternalErrors.counts());
        return StatusJson.text(all);
    }

    private String of(String request) {
        return switch (request) {
            case "status" -> status(resolver);
            case "status json" -> json(resolver);
            case "refresh" -> refresh(null);
            case "report" -> report();
            default -> request.startsWith("refresh ") ? refresh(request.substring("refresh ".length())) : "";
        };
    }

    /**
     * Fetches at once what the limits allow. One line for each secret: its name, a tab, and what came of it; {@code failed} begins what did not succeed.
     *
     * @param only the secret, or null for all
     */
    private String refresh(@Nullable String only) {
        Map<SecretRef, SecretStatus> before = new LinkedHashMap<>();
        for (SecretStatus status : resolver.status()) {
            if (!status.ref().pinned()
                    && (only == null || only.equals(status.ref().toString()))) {
                before.put(status.ref(), status);
            }
        }
        for (SecretRef ref : before.keySet()) {
            ActiveLogins.refresh(Set.of(ref));
        }
        Map<SecretRef, SecretStatus> after = new HashMap<>();
        resolver.status().forEach(status -> after.put(status.ref(), status));
        List<String> lines = new ArrayList<>();
        before.forEach((ref, old) -> lines.add(ref + "\t" + outcome(old, after.get(ref))));
        return String.join("\n", lines);
    }

    private static String outcome(SecretStatus before, @Nullable SecretStatus after) {
        if (after == null) {
            return "nobody reads it any more";
        }
        if (after.fetches() == before.fetches()) {
            return "not asked: asked less than 15 s ago";
        }
        if (after.failure() != null) {
            String reason = after.failure().messageCode();
            return "failed: " + after.failure().cause() + " " + after.failure().remedy()
                    + (reason == null ? "" : " (" + reason + ")");
        }
        String now = brief(after.version());
        return now.equals(brief(before.version())) ? "unchanged at " + now : brief(before.version()) + " -> " + now;
    }

    private static String brief(@Nullable String version) {
        return version == null ? "nothing" : version.length() <= 12 ? version : version.substring(0, 8) + "..";
    }
}
