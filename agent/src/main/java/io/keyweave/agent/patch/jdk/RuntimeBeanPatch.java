package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.runtime.Agent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** {@code RuntimeMXBean.getSystemProperties} shows placeholders: JMX clients and monitoring agents copy it away. */
public final class RuntimeBeanPatch implements Patch {

    @Override
    public String className() {
        return "sun.management.RuntimeImpl";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("getSystemProperties", "()Ljava/util/Map;", call -> {
            if (Agent.openResolver() == null) {
                return null;
            }
            Properties flat = VmSupportPatch.flat(System.getProperties());
            Map<String, String> map = new HashMap<>();
            for (String name : flat.stringPropertyNames()) {
                map.put(name, flat.getProperty(name));
            }
            return new Object[] {map};
        }));
    }
}
