package io.keyweave.test.databases.app;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import oracle.jdbc.driver.OracleDriver;

/** {@link DriverApplication} with Oracle's driver told to make its connections in {@code StandInDriverExtension}. */
public final class OracleApplication {

    private static final String EXTENSION = "oracle.jdbc.driver.StandInDriverExtension";

    private OracleApplication() {}

    public static void main(String[] arguments) throws Exception {
        // The driver's package is sealed: a class from another jar gets in only this way.
        try (InputStream in =
                OracleApplication.class.getResourceAsStream("/" + EXTENSION.replace('.', '/') + ".class")) {
            MethodHandles.privateLookupIn(OracleDriver.class, MethodHandles.lookup())
                    .defineClass(in.readAllBytes());
        }
        Field names = OracleDriver.class.getDeclaredField("driverExtensionClassNames");
        names.setAccessible(true);
        ((String[]) names.get(null))[0] = EXTENSION;
        DriverApplication.main(arguments);
    }
}
