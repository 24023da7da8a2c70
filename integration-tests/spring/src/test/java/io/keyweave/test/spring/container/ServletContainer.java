package io.keyweave.test.spring.container;

import java.nio.file.Path;
import org.apache.catalina.startup.Tomcat;

/** Tomcat with one web application in a file, as it would be deployed. Arguments: its directory, the war. Ends with its input. */
public final class ServletContainer {

    private ServletContainer() {}

    public static void main(String[] arguments) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(arguments[0]);
        tomcat.setPort(0);
        tomcat.getConnector();
        tomcat.addWebapp("", Path.of(arguments[1]).toString());
        tomcat.start();
        System.out.println("port=" + tomcat.getConnector().getLocalPort());
        while (System.in.read() >= 0) {
            // Until the end of the input.
        }
        tomcat.stop();
        System.exit(0);
    }
}
