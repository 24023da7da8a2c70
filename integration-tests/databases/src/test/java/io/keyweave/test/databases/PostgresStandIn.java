package io.keyweave.test.databases;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The login of PostgreSQL's protocol with a password in clear, which a server may ask for: what a foreign one would do. Any statement of the
 * simple protocol ({@code preferQueryMode=simple}) succeeds and returns nothing.
 */
final class PostgresStandIn extends StandIn {

    private static final int PROTOCOL = 3 << 16;

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/x?preferQueryMode=simple&sslmode=disable&gssEncMode=disable";
    }

    @Override
    void serve(DataInputStream in, DataOutputStream out) throws IOException {
        byte[] start = message(in);
        while (start.length < 4 || number(start) != PROTOCOL) {
            out.writeByte('N');
            out.flush();
            start = message(in);
        }
        String user = setting(start, "user");
        answer(out, 'R', new byte[] {0, 0, 0, 3});
        in.readUnsignedByte();
        String password = text(message(in));
        if (accounts.login(user, password) != Accounts.Verdict.WELCOME) {
            answer(out, 'E', "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0");
            return;
        }
        answer(out, 'R', new byte[4]);
        answer(out, 'S', "server_version\00018.0\0");
        answer(out, 'S', "client_encoding\000UTF8\0");
        answer(out, 'S', "DateStyle\000ISO\0");
        answer(out, 'S', "standard_conforming_strings\000on\0");
        answer(out, 'Z', "I");
        while (in.readUnsignedByte() != 'X') {
            message(in);
            answer(out, 'C', "SET\0");
            answer(out, 'Z', "I");
        }
    }

    private static byte[] message(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt() - 4);
    }

    private static int number(byte[] bytes) {
        return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
    }

    private static String setting(byte[] start, String name) {
        String[] words = new String(start, 4, start.length - 4, StandardCharsets.UTF_8).split("\0", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (words[i].equals(name)) {
                return words[i + 1];
            }
        }
        return "";
    }

    private static void answer(DataOutputStream out, char type, String body) throws IOException {
        answer(out, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(DataOutputStream out, char type, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream message = new DataOutputStream(bytes);
        message.writeByte(type);
        message.writeInt(4 + body.length);
        message.write(body);
        out.write(bytes.toByteArray());
        out.flush();
    }
}
