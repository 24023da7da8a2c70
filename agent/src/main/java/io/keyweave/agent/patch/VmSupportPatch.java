package io.keyweave.agent.patch;

import io.keyweave.agent.live.LiveProperties;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Properties;

/** {@code jcmd VM.system_properties} shows placeholders. */
public final class VmSupportPatch implements Patch {

    @Override
    public String className() {
        return "jdk.internal.vm.VMSupport";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("serializePropertiesToByteArray", "()[B", call -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
            flat(System.getProperties()).store(bytes, null);
            return new Object[] {bytes.toByteArray()};
        }));
    }

    /** All string properties, defaults included, templates as written. */
    static Properties flat(Properties properties) {
        Properties raw = LiveProperties.rawCopy(properties);
        Properties flat = new Properties();
        for (String name : raw.stringPropertyNames()) {
            flat.setProperty(name, raw.getProperty(name));
        }
        return flat;
    }
}
