package io.keyweave.test.services;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBinaryWriter;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/**
 * As much of MongoDB's <a href="https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/">wire protocol</a> as a driver needs to log in
 * and to ping; the server itself is not on Maven Central. SCRAM-SHA-256, also begun in the first message, and PLAIN.
 */
final class MongoDbServer implements AutoCloseable {

    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;
    private static final int LONGEST = 48_000_000;

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket socket;

    MongoDbServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    Account account(String user) {
        return accounts.computeIfAbsent(user, name -> new Account());
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "mongodb");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket accepted = socket.accept();
                open.add(accepted);
                thread(() -> serve(accepted));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(Socket accepted) {
        Session session = new Session(connections.incrementAndGet());
        try (accepted) {
            DataInputStream in = new DataInputStream(accepted.getInputStream());
            DataOutputStream out = new DataOutputStream(accepted.getOutputStream());
            while (true) {
                out.write(session.answer(message(in)));
                out.flush();
            }
        } catch (IOException ended) {
            // The driver closed the connection.
        } finally {
            open.remove(accepted);
        }
    }

    private static ByteBuffer message(DataInputStream in) throws IOException {
        int length = Integer.reverseBytes(in.readInt());
        byte[] rest = new byte[length - 4];
        in.readFully(rest);
        return ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** One connection. */
    private final class Session {

        private final int id;
        private boolean loggedIn;
        private ScramServer scram = new ScramServer("", "");
        private String user = "";

        Session(int id) {
            this.id = id;
        }

        byte[] answer(ByteBuffer message) throws IOException {
            int request = message.getInt();
            message.getInt();
            boolean query = message.getInt() == OP_QUERY;
            message.getInt();
            if (query) {
                while (message.get() != 0) {
                    // The collection's name.
                }
                message.position(message.position() + 8);
            } else if (message.get() != 0) {
                throw new IOException("not a body");
            }
            RawBsonDocument command = new RawBsonDocument(message.array(), message.position(), message.remaining());
            return reply(request, query, answer(command));
        }

        private byte[] reply(int request, boolean query, BsonDocument answer) {
            BasicOutputBuffer document = new BasicOutputBuffer();
            new BsonDocumentCodec()
                    .encode(
                            new BsonBinaryWriter(document),
                            answer,
                            EncoderContext.builder().build());
            byte[] body = document.toByteArray();
            int length = 16 + (query ? 20 : 5) + body.length;
            ByteBuffer reply = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            reply.putInt(length).putInt(0).putInt(request).putInt(query ? OP_REPLY : OP_MSG);
            if (query) {
                reply.putInt(0).putLong(0).putInt(0).putInt(1);
            } else {
                reply.putInt(0).put((byte) 0);
            }
            return reply.put(body).array();
        }

        private BsonDocument answer(BsonDocument command) {
            return switch (command.getFirstKey()) {
                case "hello", "isMaster", "ismaster" -> hello(command);
                case "saslStart" -> begin(command);
                case "saslContinue" -> proven(command);
                case "ping" -> loggedIn ? ok() : error(13, "Unauthorized", "command ping requires authentication");
                default -> loggedIn ? ok() : error(59, "CommandNotFound", "no such command");
            };
        }

        private BsonDocument hello(BsonDocument command) {
            BsonDocument answer = ok().append("helloOk", BsonBoolean.TRUE)
                    .append("ismaster", BsonBoolean.TRUE)
                    .append("isWritablePrimary", BsonBoolean.TRUE)
                    .append("maxBsonObjectSize", new BsonInt32(16 << 20))
                    .append("maxMessageSizeBytes", new BsonInt32(LONGEST))
                    .append("maxWriteBatchSize", new BsonInt32(100_000))
                    .append("localTime", new BsonDateTime(System.currentTimeMillis()))
                    .append("minWireVersion", new BsonInt32(0))
                    .append("maxWireVersion", new BsonInt32(21))
                    .append("connectionId", new BsonInt32(id));
            if (command.containsKey("saslSupportedMechs")) {
                answer.append("saslSupportedMechs", new BsonArray(List.of(new BsonString("SCRAM-SHA-256"))));
            }
            if (command.containsKey("speculativeAuthenticate")) {
                answer.append("speculativeAuthenticate", begin(command.getDocument("speculativeAuthenticate")));
            }
            return answer;
        }

        private BsonDocument begin(BsonDocument command) {
            byte[] payload = command.getBinary("payload").getData();
            String mechanism = command.getString("mechanism").getValue();
            if (mechanism.equals("PLAIN")) {
                String[] parts = new String(payload, StandardCharsets.UTF_8).split("\0", -1);
                user = parts[1];
                return parts[2].equals(account(user).password()) ? accepted(new byte[0]) : refused();
            }
            String first = new String(payload, StandardCharsets.UTF_8);
            user = ScramServer.user(first);
            scram = new ScramServer(account(user).password(), first);
            return exchange(scram.challenge(), false);
        }

        private BsonDocument proven(BsonDocument command) {
            byte[] signature = scram.verify(command.getBinary("payload").getData());
            return signature == null ? refused() : accepted(signature);
        }

        private BsonDocument accepted(byte[] payload) {
            loggedIn = true;
            return exchange(payload, true);
        }

        private BsonDocument exchange(byte[] payload, boolean done) {
            return ok().append("conversationId", new BsonInt32(1))
                    .append("done", BsonBoolean.valueOf(done))
                    .append("payload", new BsonBinary(payload));
        }

        private BsonDocument refused() {
            account(user).refused();
            return error(18, "AuthenticationFailed", "Authentication failed.");
        }
    }

    private static BsonDocument ok() {
        return new BsonDocument("ok", new BsonInt32(1));
    }

    private static BsonDocument error(int code, String name, String message) {
        return new BsonDocument("ok", new BsonInt32(0))
                .append("code", new BsonInt32(code))
                .append("codeName", new BsonString(name))
                .append("errmsg", new BsonString(message));
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket one : open) {
            one.close();
        }
    }
}
