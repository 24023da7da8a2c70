package io.keyweave.test.spring.tls;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
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
        try (ServletWebServerApplicationContext context =
                (ServletWebServerApplicationContext) SpringApplication.run(TlsApplication.class, args)) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(context.getBean(SslBundles.class)
                            .getBundle("trusting")
                            .createSslContext())
                    .build();
            URI own = URI.create("https://localhost:" + context.getWebServer().getPort() + "/");
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(own).build(), HttpResponse.BodyHandlers.ofString());
            X509Certificate served =
                    (X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0];
            System.out.println(
                    response.body() + " from " + served.getSerialNumber().toString(16));
        }
    }
}
