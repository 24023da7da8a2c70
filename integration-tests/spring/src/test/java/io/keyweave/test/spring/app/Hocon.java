package io.keyweave.test.spring.app;

import com.typesafe.config.ConfigFactory;
import java.io.File;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** A library inside the application that reads its own HOCON file while Spring makes the beans. */
@Component
@ConditionalOnProperty("hocon.file")
class Hocon {

    Hocon(@Value("${hocon.file}") String file) {
        ConfigFactory.parseFile(new File(file)).resolve().getString("library.password");
    }
}
