package io.keyweave.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The same answers, byte for byte, to this client and to {@code java.net.http}: what this one takes for an answer, the JDK's takes for the
 * same one, and what only this one refuses is in {@link #STRICTER} with the reason.
 */
class SameOutcomeAsTheJdkTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    /** What the JDK's client lets pass and this one does not: a reader that guesses can be led to take one answer for two. */
    private static final Map<String, String> STRICTER = new LinkedHashMap<>();

    static {
        STRICTER.put("two lengths", "RFC 9112, 6.3: unrecoverable; the JDK takes the first one");
        STRICTER.put(
                "length and chunks",
                "RFC 9112, 6.1: ought to be handled as an error; the JDK takes the length or the chunks");
        STRICTER.put("chunks in HTTP/1.0", "RFC 9112, 6.1: the framing is faulty");
        STRICTER.put("length list", "RFC 9112, 6.3: may be replaced by one, or refused");
        STRICTER.put("unknown transfer coding", "RFC 9112, 6.1: nobody here decodes it");
        STRICTER.put("blank before the colon", "RFC 9112, 5.1: a proxy must remove it, and so never sends it");
        STRICTER.put("folded header", "RFC 9112, 5.2: obsolete; where a header ends must not be a matter of taste");
        STRICTER.put("control character", "RFC 9110, 5.5: not part of a field value");
        STRICTER.put("blank before a chunk size", "RFC 9112, 7.1: not part of the grammar");
        STRICTER.put("sixteen interim answers", "nobody sends them, and each costs time");
        STRICTER.put("large head", "64 KiB are enough for every answer that is read here");
        STRICTER.put("large body", "512 KiB are enough for every answer that is read here");
        STRICTER.put("leading zeros", "a size of ten digits is not a size of an answer that is read here");
        STRICTER.put("switching protocols", "nobody asked for it");
        STRICTER.put("half a trailer", "the answer is not complete; the JDK does not read trailers to their end");
        STRICTER.put("empty chunk size", "the JDK takes it for a size of 0");
        STRICTER.put("chunk longer than its size", "the JDK skips two bytes, whatever they are");
        STRICTER.put("header without a colon", "RFC 9112, 5: not a field; the JDK skips it");
        STRICTER.put("header without a name", "RFC 9112, 5: not a field; the JDK skips it");
        STRICTER.put("reason without blank", "RFC 9112, 4: a status has three digits and a blank");
    }

    /** @param group a key of {@link #STRICTER}, or {@code null} when the outcome has to be the same */
    private record Answer(String name, String group, byte[] bytes) {}

    /** @param body empty when there is no answer */
    private record Outcome(boolean answered, int status, String body) {
        static final Outcome REFUSED = new Outcome(false, 0, "");
    }

    private final List<Answer> answers = new ArrayList<>();
    private final HttpTransport ours = new HttpTransport(TrustedCertificates.platform(), ProxyRules.NONE);
    private final HttpClient jdks = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();
    private ServerSocket server;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "answers");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() throws IOException {
        ours.close();
        server.close();
    }

    /** One exchange a connection: {@code GET /7} is answered by the bytes of number 7 and an orderly close. */
    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread worker = new Thread(() -> serve(socket), "answer");
                worker.setDaemon(true);
                worker.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            for (int c = in.read(); c >= 0 && head.indexOf("\r\n\r\n") < 0; c = in.read()) {
                head.append((char) c);
                if (head.indexOf("\r\n\r\n") >= 0) {
                    break;
                }
            }
            int number = Integer.parseInt(head.substring(head.indexOf("/") + 1, head.indexOf(" HTTP")));
            OutputStream out = socket.getOutputStream();
            out.write(answers.get(number).bytes());
            out.flush();
            socket.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException | RuntimeException e) {
            // The client has left: it has read enough.
        }
    }

    private URI uri(int number) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/" + number);
    }

    private Outcome ours(int number) {
        try {
            ClientResponse response = ours.send(ClientRequest.get(uri(number)), Deadline.after(Duration.ofSeconds(60)));
            return new Outcome(true, response.status(), new String(response.body(), StandardCharsets.ISO_8859_1));
        } catch (TransportException e) {
            return Outcome.REFUSED;
        }
    }

    private Outcome jdks(int number) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = jdks.send(
                    HttpRequest.newBuilder(uri(number))
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return new Outcome(true, response.statusCode(), new String(response.body(), StandardCharsets.ISO_8859_1));
        } catch (IOException | IllegalArgumentException e) {
            // A length that is not a number comes out as the second kind.
            return Outcome.REFUSED;
        }
    }

    private void add(String name, String group, String text) {
        answers.add(new Answer(name, group, text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void same(String name, String text) {
        add(name, null, text);
    }

    private void stricter(String group, String... texts) {
        for (String text : texts) {
            add(group, group, text);
        }
    }

    /** Every framing, in every spelling, behind every kind of interim answer. */
    private void wellFormed() {
        String[][] framings = {
            {"length", "Content-Length: 5", "hello"},
            {"length 0", "Content-Length: 0", ""},
            {"length twice alike", "Content-Length: 5\r\nContent-Length: 5", "hello"},
            {"length and surplus", "Content-Length: 5", "helloHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nshift"},
            {"one chunk", "Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n"},
            {"chunks", "Transfer-Encoding: chunked", "1\r\nh\r\nA\r\nello world\r\n0\r\n\r\n"},
            {"chunk extensions", "Transfer-Encoding: chunked", "5;a=b;c=\"d e\"\r\nhello\r\n0;x\r\n\r\n"},
            {"trailers", "Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n"},
            {"chunks and surplus", "Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"},
            {"until the end", "X-Nothing: 1", "hello"}
        };
        String[] interims = {"", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"};
        for (String[] framing : framings) {
            for (String interim : interims) {
                for (int spelling = 0; spelling < 8; spelling++) {
                    String headers = "Content-Type: text/plain\r\nX-Empty:\r\n" + framing[1];
                    String spelled =
                            switch (spelling) {
                                case 1 -> headers.toLowerCase(Locale.ROOT);
                                case 2 ->
                                    headers.replace("C", "c").replace("L", "l").replace("T", "t");
                                case 3 -> headers.replace(": ", ":");
                                case 4 -> headers.replace(": ", ": \t ");
                                case 5 -> headers.replace("\r\n", " \r\n") + "\t";
                                case 6 -> headers + "\r\nServer: a, b;c=\"d: e\"\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d";
                                default -> headers;
                            };
                    String status = spelling == 7 ? "HTTP/1.1 404 Not Found\r\n" : OK;
                    same(
                            framing[0] + ", spelling " + spelling + ", after '" + interim.strip() + "'",
                            interim + status + spelled + "\r\n\r\n" + framing[2]);
                }
            }
        }
        for (int status : new int[] {201, 206, 302, 400, 401, 403, 404, 408, 410, 429, 500, 503, 599}) {
            same("status " + status, "HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\nok");
            same("status " + status + " without a reason", "HTTP/1.1 " + status + " \r\nContent-Length: 2\r\n\r\nok");
        }
        same("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok");
        same("HTTP/1.0 until the end", "HTTP/1.0 200 OK\r\n\r\nok");
        same("no content", "HTTP/1.1 204 No Content\r\n\r\n");
        same("not modified", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n");
        same("closing", OK + "Connection: close\r\nContent-Length: 2\r\n\r\nok");
        same("bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        same("Latin 1 in a header", OK + "X: \u00fc\r\nContent-Length: 2\r\n\r\nok");
    }

    private void broken() {
        same("nothing", "");
        same("not HTTP", "SSH-2.0-OpenSSH_9\r\n\r\n");
        same("HTTP/2 in words", "HTTP/2 200 OK\r\n\r\n");
        same("HTTP/3.1", "HTTP/3.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        same("status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n");
        same("status of letters", "HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n");
        same("half a status line", "HTTP/1.1 2");
        same("half a head", OK + "Content-Len");
        same("head without end", OK + "Content-Length: 0\r\n");
        same("half a body", OK + "Content-Length: 5\r\n\r\nhe");
        same("length of letters", OK + "Content-Length: five\r\n\r\nhello");
        same("negative length", OK + "Content-Length: -5\r\n\r\nhello");
        same("length with a sign", OK + "Content-Length: 0x5\r\n\r\nhello");
        same("half a chunk", CHUNKED + "5\r\nhe");
        same("no last chunk", CHUNKED + "5\r\nhello\r\n");
        stricter("half a trailer", CHUNKED + "5\r\nhello\r\n0\r\nX-Su");
        same("chunk size of letters", CHUNKED + "xyz\r\nhello\r\n0\r\n\r\n");
        same("negative chunk size", CHUNKED + "-5\r\nhello\r\n0\r\n\r\n");
        stricter("empty chunk size", CHUNKED + "\r\nhello\r\n0\r\n\r\n");
        stricter("chunk longer than its size", CHUNKED + "3\r\nhello\r\n0\r\n\r\n");
        stricter("header without a colon", OK + "nonsense\r\nContent-Length: 2\r\n\r\nok");
        stricter("header without a name", OK + ": nonsense\r\nContent-Length: 2\r\n\r\nok");
        stricter("two lengths", OK + "Content-Length: 5\r\nContent-Length: 2\r\n\r\nhello");
        stricter("two lengths", OK + "Content-Length: 2\r\ncontent-length: 5\r\n\r\nhello");
        stricter(
                "length and chunks",
                OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\nContent-Length: 15\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        stricter("chunks in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        stricter("length list", OK + "Content-Length: 5, 5\r\n\r\nhello", OK + "Content-Length: 5,2\r\n\r\nhello");
        stricter(
                "unknown transfer coding",
                OK + "Transfer-Encoding: gzip\r\n\r\nhello",
                OK + "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked, identity\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        stricter(
                "blank before the colon",
                OK + "Content-Length : 5\r\n\r\nhello",
                OK + "X\t: 1\r\nContent-Length: 0\r\n\r\n");
        stricter(
                "folded header",
                OK + "X: a\r\n b\r\nContent-Length: 2\r\n\r\nok",
                OK + "X: a\r\n\tb\r\nContent-Length: 2\r\n\r\nok",
                OK + "X: a\r\n Content-Length: 2\r\n\r\nok");
        stricter(
                "control character",
                OK + "X: a\u0001b\r\nContent-Length: 2\r\n\r\nok",
                OK + "X: a\u0000b\r\nContent-Length: 2\r\n\r\nok",
                OK + "X: a\rb\r\nContent-Length: 2\r\n\r\nok");
        stricter("blank before a chunk size", CHUNKED + " 5\r\nhello\r\n0\r\n\r\n");
        stricter(
                "sixteen interim answers",
                "HTTP/1.1 100 Continue\r\n\r\n".repeat(17) + OK + "Content-Length: 0\r\n\r\n");
        stricter("large head", OK + "X: " + "x".repeat(70_000) + "\r\nContent-Length: 2\r\n\r\nok");
        stricter(
                "large head",
                OK + "X: xxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n".repeat(3_000) + "Content-Length: 2\r\n\r\nok");
        stricter(
                "large body",
                OK + "Content-Length: 600000\r\n\r\n" + "x".repeat(600_000),
                CHUNKED + ("10000\r\n" + "x".repeat(65_536) + "\r\n").repeat(9) + "0\r\n\r\n",
                OK + "\r\n" + "x".repeat(600_000));
        stricter(
                "leading zeros",
                OK + "Content-Length: 0000000005\r\n\r\nhello",
                CHUNKED + "0000000005\r\nhello\r\n0\r\n\r\n");
        stricter(
                "switching protocols",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + OK + "Content-Length: 0\r\n\r\n");
        stricter(
                "reason without blank",
                "HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200OK\r\nContent-Length: 2\r\n\r\nok");
    }

    @Test
    void theSameAnswersAreTakenForTheSame() throws InterruptedException {
        wellFormed();
        broken();
        assertTrue(answers.size() >= 300, answers.size() + " answers");
        List<String> different = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            Outcome mine = ours(i);
            Outcome theirs = jdks(i);
            boolean expected = answer.group() == null ? mine.equals(theirs) : !mine.answered();
            if (!expected) {
                different.add(answer.name() + ": ours " + shown(mine) + ", the JDK's " + shown(theirs));
            }
        }
        assertEquals(List.of(), different);
        for (Answer answer : answers) {
            assertTrue(answer.group() == null || STRICTER.containsKey(answer.group()), answer.name());
        }
    }

    private static String shown(Outcome outcome) {
        return !outcome.answered()
                ? "refused"
                : outcome.status() + " '"
                        + outcome.body()
                                .substring(0, Math.min(40, outcome.body().length())) + "'";
    }
}
