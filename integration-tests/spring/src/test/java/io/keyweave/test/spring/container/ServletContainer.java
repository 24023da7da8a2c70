package io.keyweave.test.spring.container;

import org.apache.catalina.startup.HostConfig;
import org.apache.catalina.startup.Tomcat;

/** Tomcat, as it is installed: what lies in {@code webapps} of its directory, the only argument, is deployed. Ends with its input. */
public final class ServletContainer {

    private ServletContainer() {}

    public static void main(String[] arguments) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(arguments[0]);
        tomcat.setPort(0);
        tomcat.getHost().addLifecycleListener(new HostConfig());
        tomcat.getConnector();
        tomcat.start();
        System.out.println("port=" + tomcat.getConnector().getLocalPort());
        while (System.in.read() >= 0) {
            // Until the end of the input.
        }
        tomcat.stop();
        System.exit(0);
    }
}
