package io.keyweave.test.databases;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The login of SQL Server, as <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-tds">MS-TDS</a> has it: PRELOGIN
 * without encryption, LOGIN7, and an answer of LOGINACK or of an ERROR with the server's number. Any statement succeeds and returns nothing.
 */
final class SqlServerStandIn extends StandIn {

    private static final int ANSWER = 0x04;
    private static final int LOGIN = 0x10;
    private static final int PRELOGIN = 0x12;
    private static final int HEADER = 8;
    private static final int LAST_PACKET = 0x01;

    /** Where LOGIN7 says at which byte user name and password begin, and how many characters each has. */
    private static final int USER = 40;

    private static final int PASSWORD = 44;

    private static final byte[] NO_ENCRYPTION = {
        0, 0, 11, 0, 6, 1, 0, 17, 0, 1, (byte) 0xFF, 16, 0, 3, (byte) 0xE8, 0, 0, 2
    };

    @Override
    void serve(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            int type = in.readUnsignedByte();
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            boolean last = packet(in, message);
            while (!last) {
                in.readUnsignedByte();
                last = packet(in, message);
            }
            switch (type) {
                case PRELOGIN -> answer(out, NO_ENCRYPTION);
                case LOGIN -> answer(out, login(ByteBuffer.wrap(message.toByteArray())));
                default -> answer(out, cut(tokens().put(done(0))));
            }
        }
    }

    private static boolean packet(DataInputStream in, ByteArrayOutputStream message) throws IOException {
        int status = in.readUnsignedByte();
        int length = in.readUnsignedShort();
        in.skipNBytes(4);
        message.write(in.readNBytes(length - HEADER));
        return (status & LAST_PACKET) != 0;
    }

    private static void answer(DataOutputStream out, byte[] tokens) throws IOException {
        out.writeByte(ANSWER);
        out.writeByte(LAST_PACKET);
        out.writeShort(HEADER + tokens.length);
        out.writeInt(0);
        out.write(tokens);
        out.flush();
    }

    private byte[] login(ByteBuffer message) {
        message.order(ByteOrder.LITTLE_ENDIAN);
        byte[] password = field(message, PASSWORD);
        for (int i = 0; i < password.length; i++) {
            int clear = password[i] & 0xFF ^ 0xA5;
            password[i] = (byte) (clear << 4 | clear >> 4);
        }
        return switch (accounts.login(text(field(message, USER)), text(password))) {
            case WELCOME -> welcome();
            case WRONG -> refusal(18456, "Login failed for user.");
            case LOCKED -> refusal(18486, "Login failed for user because the account is currently locked out.");
            case EXPIRED ->
                refusal(18488, "Login failed for user. Reason: The password of the account must be changed.");
        };
    }

    private static byte[] field(ByteBuffer message, int at) {
        byte[] field = new byte[2 * message.getShort(at + 2)];
        message.get(message.getShort(at), field);
        return field;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_16LE);
    }

    private static byte[] welcome() {
        byte[] name = "Microsoft SQL Server".getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer tokens = tokens();
        tokens.put((byte) 0xAD).putShort((short) (10 + name.length)).put((byte) 1);
        tokens.put(new byte[] {0x74, 0, 0, 4}).put((byte) (name.length / 2)).put(name);
        tokens.put(new byte[] {16, 0, 3, (byte) 0xE8});
        return cut(tokens.put(done(0)));
    }

    private static byte[] refusal(int number, String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer tokens = tokens();
        tokens.put((byte) 0xAA).putShort((short) (14 + text.length)).putInt(number);
        tokens.put((byte) 1).put((byte) 14);
        tokens.putShort((short) message.length()).put(text);
        tokens.put((byte) 0).put((byte) 0).putInt(1);
        return cut(tokens.put(done(2)));
    }

    private static byte[] done(int status) {
        return cut(tokens().put((byte) 0xFD)
                .putShort((short) status)
                .putShort((short) 0)
                .putLong(0));
    }

    private static ByteBuffer tokens() {
        return ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] cut(ByteBuffer tokens) {
        byte[] bytes = new byte[tokens.flip().remaining()];
        tokens.get(bytes);
        return bytes;
    }
}
