package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.ControlAnswers;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.core.CachingResolver;
import io.keyweave.served.ServedValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What the JVM tells whoever attaches to it: {@code jcmd VM.system_properties} shows placeholders, and the agent properties get one
 * more, the table that the command {@code status} prints. Without a resolver both are the JDK's own.
 */
public final class VmSupportPatch implements Patch {

    /** The name of the agent property. */
    public static final String STATUS = "keyweave.status";

    /** The same for programs. */
    public static final String STATUS_JSON = "keyweave.status.json";

    @Override
    public String className() {
        return "jdk.internal.vm.VMSupport";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                new Hook("serializePropertiesToByteArray", "()[B", call -> {
                    if (Agent.openResolver() == null) {
                        return null;
                    }
                    return new Object[] {stored(flat(System.getProperties()))};
                }),
                new Hook("serializeAgentPropertiesToByteArray", "()[B", call -> {
                    CachingResolver resolver = Agent.openResolver();
                    byte[] known = resolver == null ? null : (byte[]) call.proceed();
                    return resolver == null || known == null ? null : new Object[] {withStatus(known, resolver)};
                }));
    }

    private static byte[] withStatus(byte[] properties, CachingResolver resolver) throws IOException {
        Properties status = new Properties();
        status.setProperty(STATUS, ControlAnswers.status(resolver));
        status.setProperty(STATUS_JSON, ControlAnswers.json(resolver));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        bytes.writeBytes(properties);
        bytes.writeBytes(stored(status));
        return bytes.toByteArray();
    }

    private static byte[] stored(Properties properties) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        properties.store(bytes, null);
        return bytes.toByteArray();
    }

    /**
     * All string properties, defaults included, templates as written, and placeholders instead of secrets that the application has set by itself, as
     * for {@code javax.net.ssl.keyStorePassword}. To be called when there is a resolver.
     */
    static Properties flat(Properties properties) {
        Agent agent = Agent.running();
        Map<String, String> atStart = agent.properties();
        ServedValues served = agent.resolver().served();
        Properties raw = LiveProperties.rawCopy(properties);
        Properties flat = new Properties();
        for (String name : raw.stringPropertyNames()) {
            // Not setProperty: that judges, and warns of, what looks like a placeholder.
            String value = raw.getProperty(name);
            flat.put(name, value.equals(atStart.get(name)) ? value : served.maskedIfLong(value));
        }
        return flat;
    }
}
