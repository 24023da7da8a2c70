package io.keyweave.agent.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class LoaderResourcesTest {

    private final LoaderResources resources = new LoaderResources();
    private final ClassLoader parent = new ClassLoader(null) {};
    private final ClassLoader child = new ClassLoader(parent) {};

    @Test
    void aLoaderCountsOnceItOrOneThatDelegatesToItHasDefinedAClass() {
        Object resource = new Object();
        resources.handedOut(resource, parent);
        assertTrue(resources.knows(resource));
        assertFalse(resources.trusts(resource));
        assertFalse(resources.hasDefined(child));
        resources.defines(child);
        assertTrue(resources.hasDefined(child));
        assertFalse(resources.hasDefined(parent), "only its child has");
        assertTrue(resources.isClassPath(parent));
        assertTrue(resources.trusts(resource));
        assertFalse(resources.isClassPath(new ClassLoader(child) {}), "made for reading resources");
    }

    @Test
    void whatIsOpenedFromAResourceBelongsToItsLoader() {
        Object url = new Object();
        Object connection = new Object();
        InputStream stream = new ByteArrayInputStream(new byte[0]);
        resources.defines(parent);
        resources.handedOut(url, parent);
        resources.opened(connection, url);
        resources.opened(stream, connection);
        assertTrue(resources.trusts(stream));
        Object stranger = new Object();
        resources.opened(stranger, new Object());
        assertFalse(resources.knows(stranger));
        resources.opened(null, url);
        assertEquals(3, resources.size());
    }

    @Test
    void messagesNameADeployedApplicationsPlace() {
        InputStream deployed = new ByteArrayInputStream(new byte[0]);
        InputStream other = new ByteArrayInputStream(new byte[0]);
        assertFalse(resources.trusts(deployed));
        resources.deployed(deployed, "orders.war/WEB-INF/web.xml");
        assertTrue(resources.trusts(deployed));
        assertEquals("orders.war/WEB-INF/web.xml", resources.originOf(deployed).place());
        assertTrue(resources.originOf(deployed).resource());
        assertEquals(
                "a class path resource (java.io.ByteArrayInputStream)",
                resources.originOf(other).place());
    }
}
