package io.keyweave.observability;

import io.keyweave.SecretRef;
import io.keyweave.SecretResolver;
import io.keyweave.SecretStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** The beans of one store in the platform's bean server, if there is one. Used under {@link ManagementBeans}' lock. */
final class BeanRegistry {

    private static final int MOST_STORES = 100;

    private static final OpenBean.Getters SECRET = new OpenBean.Getters(SecretMXBean.class);
    private static final OpenBean.Getters VERSION = new OpenBean.Getters(SecretVersionMXBean.class);

    private final SecretResolver resolver;
    private final StatusSnapshot snapshot;
    private final @Nullable AddedBean added;
    private final Map<SecretRef, ObjectName> secrets = new HashMap<>();
    private final Map<VersionStatus.VersionKey, ObjectName> versions = new HashMap<>();
    private @Nullable MBeanServer server;
    private @Nullable ObjectName totals;
    private @Nullable ObjectName addedName;
    /** Set apart from other stores of this JVM, such as Kafka's: {@code ",store=2"}. */
    private String store = "";

    BeanRegistry(SecretResolver resolver, StatusSnapshot snapshot, @Nullable AddedBean added) {
        this.resolver = resolver;
        this.added = added;
        this.snapshot = snapshot;
    }

    /** Puts in what is new, takes out what nobody reads any more. */
    void update() {
        try {
            if (server == null) {
                server = platformServer();
            }
            if (server != null) {
                register(server);
            }
        } catch (JMException | RuntimeException e) {
            // Somebody's security settings or a server on its way out: metrics are not worth a line every ten seconds.
            server = null;
        }
    }

    /** The platform's server if somebody has made it: the one that knows the runtime. */
    static @Nullable MBeanServer platformServer() throws JMException {
        for (MBeanServer candidate : MBeanServerFactory.findMBeanServer(null)) {
            if (candidate.isRegistered(new ObjectName("java.lang:type=Runtime"))) {
                return candidate;
            }
        }
        return null;
    }

    private void register(MBeanServer platform) throws JMException {
        if (totals == null) {
            totals = registerTotals(platform);
        }
        if (added != null && addedName == null) {
            ObjectName name = new ObjectName("io.keyweave:type=" + added.type() + store);
            platform.registerMBean(new OpenBean(new OpenBean.Getters(added.view()), added::bean), name);
            addedName = name;
        }
        Set<SecretRef> gone = new HashSet<>(secrets.keySet());
        for (SecretStatus status : snapshot.taken().all()) {
            SecretRef ref = status.ref();
            gone.remove(ref);
            if (!secrets.containsKey(ref)) {
                ObjectName name = new ObjectName("io.keyweave:type=Secret" + store + ",vault=" + part(ref.place())
                        + ",name=" + part(ref.name()) + (ref.version() == null ? "" : ",version=" + part(ref.version()))
                        + (ref.stage() == null ? "" : ",stage=" + part(ref.stage())));
                platform.registerMBean(new OpenBean(SECRET, new TakenSecret(snapshot, ref)), name);
                secrets.put(ref, name);
            }
        }
        for (SecretRef ref : gone) {
            ObjectName name = secrets.remove(ref);
            if (name != null) {
                platform.unregisterMBean(name);
            }
        }
        registerVersions(platform);
    }

    private @Nullable SecretVersionBean version(VersionStatus.VersionKey key) {
        VersionStatus status = snapshot.taken().versions().get(key);
        return status == null ? null : new SecretVersionBean(status);
    }

    private void registerVersions(MBeanServer platform) throws JMException {
        Set<VersionStatus.VersionKey> gone = new HashSet<>(versions.keySet());
        for (VersionStatus.VersionKey key : snapshot.taken().versions().keySet()) {
            gone.remove(key);
            if (!versions.containsKey(key)) {
                ObjectName name = new ObjectName("io.keyweave:type=SecretVersion" + store + ",vault="
                        + part(key.vault()) + ",name=" + part(key.secret()) + ",version=" + part(key.version()));
                platform.registerMBean(new OpenBean(VERSION, () -> version(key)), name);
                versions.put(key, name);
            }
        }
        for (VersionStatus.VersionKey key : gone) {
            ObjectName name = versions.remove(key);
            if (name != null) {
                platform.unregisterMBean(name);
            }
        }
    }

    /** Names of other services may hold what ends a value there. */
    private static String part(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (",=:\"*?\n".indexOf(name.charAt(i)) >= 0) {
                return ObjectName.quote(name);
            }
        }
        return name;
    }

    private ObjectName registerTotals(MBeanServer platform) throws JMException {
        for (int number = 1; number <= MOST_STORES; number++) {
            store = number == 1 ? "" : ",store=" + number;
            ObjectName name = new ObjectName("io.keyweave:type=Totals" + store);
            try {
                TotalsBean bean = new TotalsBean(snapshot, resolver);
                platform.registerMBean(new OpenBean(new OpenBean.Getters(TotalsMXBean.class), () -> bean), name);
                return name;
            } catch (InstanceAlreadyExistsException taken) {
                // Another store of this JVM; the next number.
            }
        }
        throw new JMException("more than " + MOST_STORES + " stores");
    }

    void clear() {
        MBeanServer platform = server;
        if (platform == null) {
            return;
        }
        unregisterAll(platform, secrets.values());
        unregisterAll(platform, versions.values());
        if (totals != null) {
            unregister(platform, totals);
        }
        if (addedName != null) {
            unregister(platform, addedName);
        }
    }

    private static void unregisterAll(MBeanServer platform, Collection<ObjectName> all) {
        for (ObjectName name : all) {
            unregister(platform, name);
        }
        all.clear();
    }

    private static void unregister(MBeanServer platform, ObjectName name) {
        try {
            platform.unregisterMBean(name);
        } catch (JMException e) {
            // Somebody was faster.
        }
    }
}
