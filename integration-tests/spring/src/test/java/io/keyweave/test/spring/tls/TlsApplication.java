package io.keyweave.test.spring.tls;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves HTTPS with the bundle that its configuration names, and calls itself, trusting the bundle {@code trusting}. */
@SpringBootApplication
@RestController
public class TlsApplication {

    @GetMapping("/")
    String hello() {
        return "hello";
    }

    /** Spring Boot starts it. */
    public static void main(String[] args) throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(TlsApplication.class, args)) {
            URL own = new URL("https://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/");
            HttpsURLConnection request = (HttpsURLConnection) own.openConnection();
            request.setSSLSocketFactory(trusting(context).getSocketFactory());
            try (BufferedReader body =
                    new BufferedReader(new InputStreamReader(request.getInputStream(), StandardCharsets.UTF_8))) {
                X509Certificate served = (X509Certificate) request.getServerCertificates()[0];
                System.out.println(
                        body.readLine() + " from " + served.getSerialNumber().toString(16));
            }
        }
    }

    /** By reflection, because this is compiled for Spring Boot 2.7, too, which has no bundles. */
    private static SSLContext trusting(ConfigurableApplicationContext context) throws ReflectiveOperationException {
        Class<?> type = Class.forName("org.springframework.boot.ssl.SslBundles");
        Object bundle = type.getMethod("getBundle", String.class).invoke(context.getBean(type), "trusting");
        return (SSLContext) Class.forName("org.springframework.boot.ssl.SslBundle")
                .getMethod("createSslContext")
                .invoke(bundle);
    }
}
