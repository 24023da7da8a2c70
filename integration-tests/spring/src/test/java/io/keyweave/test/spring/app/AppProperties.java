package io.keyweave.test.spring.app;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Bound once, at start. */
@ConfigurationProperties("app")
public record AppProperties(
        String password,
        List<String> list,
        List<String> single,
        Map<String, String> map,
        Nested nested,
        String url,
        String inside,
        @Nullable String absent) {

    public record Nested(String userName, String passWord) {}
}
