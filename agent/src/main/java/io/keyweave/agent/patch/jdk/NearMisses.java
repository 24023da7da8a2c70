package io.keyweave.agent.patch.jdk;

import io.keyweave.Origin;
import io.keyweave.agent.document.ReadScope;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.trust.StreamOrigin;

/** The rare end of a load without placeholders: some value may have been meant as one. */
final class NearMisses {

    private NearMisses() {}

    /** Makes no resolver: nothing is to be resolved. */
    static void tell(RecordingProperties recorded, Object source) {
        if (ReadScope.leavesProperties()) {
            return;
        }
        // A worker or a client of Kafka has placeholders of that provider's own.
        for (Object key : recorded.keys) {
            if (key instanceof String name && name.endsWith("config.providers")) {
                return;
            }
        }
        Agent agent = Agent.running();
        StreamOrigin origin = agent.trust().originOf(source);
        String place = origin == null ? source.getClass().getName() : origin.place();
        for (int i = 0; i < recorded.keys.size(); i++) {
            if (recorded.values.get(i) instanceof String text && recorded.keys.get(i) instanceof String key) {
                agent.nearMisses().look(text, Origin.fileKey(place, key));
            }
        }
    }
}
