package com.example.operator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/** An application that answers on standard input what its own JMX and logging look like. */
public final class Watched {

    private Watched() {}

    public static void main(String[] args) throws IOException, JMException {
        System.out.println(
                "servers at start " + MBeanServerFactory.findMBeanServer(null).size());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("read")) {
                System.out.println("read " + (System.getProperty("db.password") != null));
            } else if (line.equals("beans")) {
                System.out.println("beans " + beans());
            }
        }
    }

    private static TreeSet<String> beans() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        TreeSet<String> found = new TreeSet<>();
        for (ObjectName name : server.queryNames(new ObjectName("io.keyweave:*"), null)) {
            String detail = name.getKeyProperty("type").equals("Secret")
                    ? server.getAttribute(name, "LastOutcome") + " "
                            + Arrays.toString((Object[]) server.getAttribute(name, "ReadBy"))
                    : server.getAttribute(name, "Secrets") + " secrets";
            found.add(name.getKeyPropertyListString() + ": " + detail);
        }
        return found;
    }
}
