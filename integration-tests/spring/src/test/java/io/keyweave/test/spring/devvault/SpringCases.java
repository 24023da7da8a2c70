package io.keyweave.test.spring.devvault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.junit.DevVault;
import io.keyweave.junit.TestVault;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@DevVault(secrets = "contoso/dev-vault-key=first")
@SpringBootTest(
        classes = SpringCases.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = "spring.config.name=dev-vault-cases")
final class SpringCases {

    @Configuration(proxyBeanMethods = false)
    static class Application {}

    @Autowired
    private Environment environment;

    @Test
    void rotation(TestVault vault) {
        assertEquals("first", environment.getProperty("dev.vault.key"));
        vault.rotate("contoso/dev-vault-key", "second");
        assertEquals("second", environment.getProperty("dev.vault.key"));
    }
}
