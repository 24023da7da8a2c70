package example.hocon;

import com.typesafe.config.ConfigFactory;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

public final class FromReader implements Callable<String> {
    @Override
    public String call() throws Exception {
        try (Reader reader = Files.newBufferedReader(Path.of(System.getProperty("test.file")))) {
            return ConfigFactory.parseReader(reader).getString("a");
        }
    }
}
