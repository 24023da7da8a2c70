package example.hocon;

import com.typesafe.config.ConfigFactory;
import io.keyweave.agent.trust.LoaderResources;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;

public final class FromResource implements Callable<String> {
    @Override
    public String call() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        URL place = Path.of(System.getProperty("test.file")).toUri().toURL();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {place}, getClass().getClassLoader())) {
            // As the agent does when it defines a class.
            LoaderResources.OF_JVM.defines(loader);
            Thread.currentThread().setContextClassLoader(loader);
            return ConfigFactory.load(loader).getString("db.password");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
