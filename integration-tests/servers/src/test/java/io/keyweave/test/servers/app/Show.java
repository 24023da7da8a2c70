package io.keyweave.test.servers.app;

import com.typesafe.config.ConfigFactory;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import javax.naming.InitialContext;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** Answers {@code ?KIND=NAME} with the value that the application sees, or with how it failed. */
public class Show extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String kind = request.getParameterNames().nextElement();
        String text;
        try {
            text = "value " + value(kind, request.getParameter(kind));
        } catch (Exception e) {
            text = "failed " + e;
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("BanJNDI") // How an application of a server gets what the server has configured.
    private @Nullable Object value(String kind, String name) throws Exception {
        return switch (kind) {
            case "property" -> System.getProperty(name);
            case "jndi" -> new InitialContext().lookup(name);
            case "parameter" -> getServletContext().getInitParameter(name);
            case "attribute" -> getServletContext().getAttribute(name);
            case "resource" -> {
                Properties properties = new Properties();
                try (InputStream in = resource("/own.properties")) {
                    properties.load(in);
                }
                yield properties.getProperty(name);
            }
            case "hocon" -> ConfigFactory.load(getClass().getClassLoader()).getString(name);
            case "yaml" -> {
                try (InputStream in = resource("/own.yaml")) {
                    yield ((Map<?, ?>) new Yaml().load(in)).get(name);
                }
            }
            case "login" -> {
                DataSource source = (DataSource) new InitialContext().lookup(name);
                try (Connection connection = source.getConnection();
                        Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("select pg_backend_pid() || ' ' || current_user")) {
                    rows.next();
                    yield rows.getString(1);
                }
            }
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private InputStream resource(String name) {
        return Objects.requireNonNull(getClass().getResourceAsStream(name));
    }
}
