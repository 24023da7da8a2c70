package io.keyweave.devvault;

import io.keyweave.devvault.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** One answer. Immutable; {@link #with} makes another one. */
public record ServerResponse(int status, Map<String, String> headers, String body) {

    /** Keeps the headers in their order. */
    public ServerResponse {
        headers = new LinkedHashMap<>(headers);
    }

    /** An answer with a body of this type. */
    public static ServerResponse of(int status, String contentType, String body) {
        return new ServerResponse(status, Map.of("Content-Type", contentType), body);
    }

    /** An answer whose body is this value as JSON. */
    public static ServerResponse json(int status, Object value) {
        return of(status, "application/json; charset=utf-8", Json.write(value));
    }

    /** An answer without a body. */
    public static ServerResponse empty(int status) {
        return new ServerResponse(status, Map.of(), "");
    }

    /** The same with one more header. */
    public ServerResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ServerResponse(status, more, body);
    }

    /** Status line and headers, ready for the wire. */
    byte[] head(int length, boolean keepAlive) {
        StringBuilder head = new StringBuilder(512);
        head.append("HTTP/1.1 ").append(status).append(' ').append(reason()).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Date: ")
                .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)))
                .append("\r\nConnection: ")
                .append(keepAlive ? "keep-alive" : "close");
        if (status != 204) {
            head.append("\r\nContent-Length: ").append(length);
        }
        return head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Head and body in one piece, so that they leave in one packet. */
    byte[] bytes(boolean keepAlive) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 512);
        out.writeBytes(head(content.length, keepAlive));
        if (status != 204) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    private String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 204 -> "No Content";
            case 302 -> "Found";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 407 -> "Proxy Authentication Required";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Status";
        };
    }
}
