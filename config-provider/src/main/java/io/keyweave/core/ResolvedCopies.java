package io.keyweave.core;

import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.SecretResolver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Copies of maps and properties with secrets instead of placeholders. */
final class ResolvedCopies {

    private final SecretResolver resolver;

    ResolvedCopies(SecretResolver resolver) {
        this.resolver = resolver;
    }

    Properties of(Properties properties, Origin origin) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : properties.stringPropertyNames()) {
            texts.put(key, properties.getProperty(key));
        }
        Properties resolved = new Properties();
        properties.forEach((key, value) -> {
            if (!(key instanceof String) || !(value instanceof String)) {
                resolved.put(key, value);
            }
        });
        resolved.putAll(of(texts, origin));
        return resolved;
    }

    Map<String, String> of(Map<String, String> texts, Origin origin) {
        Map<String, LiveValue> values = new LinkedHashMap<>();
        ProblemReport malformed = new ProblemReport();
        texts.forEach((key, text) -> {
            Origin place = Origin.fileKey(origin.description(), key);
            LiveValue value = text == null ? null : resolver.bind(text, place, malformed);
            if (value != null) {
                values.put(key, value);
            }
        });
        ProblemReport report = resolver.check(values.values());
        report.add(malformed);
        if (!report.isEmpty()) {
            throw report.exception();
        }
        Map<String, String> resolved = new LinkedHashMap<>();
        texts.forEach((key, text) -> {
            LiveValue value = values.get(key);
            String current = value == null ? text : value.current();
            if (value == null || current != null) {
                resolved.put(key, current);
            }
        });
        return resolved;
    }
}
