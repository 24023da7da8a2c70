package io.keyweave.test.databases;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;

/**
 * The login of Db2, as <a href="https://pubs.opengroup.org/onlinepubs/9699939399/toc.pdf">DRDA</a> has it: attributes exchanged
 * (EXCSAT), the way to log in agreed upon (ACCSEC), user name and password checked (SECCHK), the database opened (ACCRDB). Only for
 * {@code securityMechanism=3}, which sends the password in clear.
 */
final class Db2StandIn extends StandIn {

    private static final Charset EBCDIC = Charset.forName("IBM500");

    private static final int EXCSAT = 0x1041;
    private static final int EXCSATRD = 0x1443;
    private static final int ACCSEC = 0x106D;
    private static final int ACCSECRD = 0x14AC;
    private static final int SECCHK = 0x106E;
    private static final int SECCHKRM = 0x1219;
    private static final int ACCRDB = 0x2001;
    private static final int ACCRDBRM = 0x2201;
    private static final int RDBNACRM = 0x2204;

    private static final int SECMEC = 0x11A2;
    private static final int SECCHKCD = 0x11A4;
    private static final int SVRCOD = 0x1149;
    private static final int USRID = 0x11A0;
    private static final int PASSWORD = 0x11A1;

    private static final int HEADER = 6;
    private static final int CHAINED = 0x40;
    private static final int REPLY = 2;
    private static final int CLEAR = 3;

    @Override
    void serve(DataInputStream in, DataOutputStream out) throws IOException {
        boolean welcome = false;
        while (true) {
            int length = in.readUnsignedShort();
            in.readUnsignedByte();
            int format = in.readUnsignedByte();
            int correlator = in.readUnsignedShort();
            ByteBuffer command = ByteBuffer.wrap(in.readNBytes(length - HEADER));
            int code = command.getShort(2) & 0xFFFF;
            byte[] reply =
                    switch (code) {
                        case EXCSAT ->
                            item(
                                    EXCSATRD,
                                    item(0x115E, ebcdic("db2")),
                                    item(0x1404, numbers(0x1403, 10, 0x2407, 11, 0x240F, 8, 0x1440, 7, 0x1474, 8)),
                                    item(0x1147, ebcdic("QDB2/LINUXX8664")),
                                    item(0x116D, ebcdic("db2")),
                                    item(0x115A, ebcdic("SQL12015")));
                        case ACCSEC -> item(ACCSECRD, item(SECMEC, numbers(CLEAR)));
                        case SECCHK -> {
                            int verdict = verdict(command);
                            welcome = verdict == 0;
                            yield item(SECCHKRM, item(SVRCOD, numbers(welcome ? 0 : 8)), item(SECCHKCD, new byte[] {
                                (byte) verdict
                            }));
                        }
                        case ACCRDB ->
                            welcome
                                    ? item(
                                            ACCRDBRM,
                                            item(SVRCOD, numbers(0)),
                                            item(0x112E, ebcdic("SQL12015")),
                                            item(0x002F, ebcdic("QTDSQLX86")),
                                            item(
                                                    0x0035,
                                                    item(0x119C, numbers(1208)),
                                                    item(0x119D, numbers(1200)),
                                                    item(0x119E, numbers(1208))))
                                    : item(
                                            RDBNACRM,
                                            item(SVRCOD, numbers(8)),
                                            item(0x2110, ebcdic("DB                ")));
                        default -> throw new IOException("no answer to command " + Integer.toHexString(code));
                    };
            out.writeShort(HEADER + reply.length);
            out.writeByte(0xD0);
            out.writeByte(REPLY | format & (CHAINED | 0x10));
            out.writeShort(correlator);
            out.write(reply);
            if ((format & CHAINED) == 0) {
                out.flush();
            }
        }
    }

    /** As SECCHKCD has it: 0 for a login that is right. */
    private int verdict(ByteBuffer command) {
        Map<Integer, String> texts = new HashMap<>();
        for (int at = 4; at < command.limit(); at += command.getShort(at)) {
            texts.put(
                    command.getShort(at + 2) & 0xFFFF,
                    new String(command.array(), at + 4, command.getShort(at) - 4, EBCDIC));
        }
        return switch (accounts.login(texts.getOrDefault(USRID, ""), texts.getOrDefault(PASSWORD, ""))) {
            case WELCOME -> 0;
            case WRONG -> 0x0F;
            case LOCKED -> 0x14;
            case EXPIRED -> 0x0E;
        };
    }

    private static byte[] item(int code, byte[]... contents) {
        int length = 4;
        for (byte[] content : contents) {
            length += content.length;
        }
        ByteBuffer item = ByteBuffer.allocate(length).putShort((short) length).putShort((short) code);
        for (byte[] content : contents) {
            item.put(content);
        }
        return item.array();
    }

    private static byte[] numbers(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * numbers.length);
        for (int number : numbers) {
            bytes.putShort((short) number);
        }
        return bytes.array();
    }

    private static byte[] ebcdic(String text) {
        return text.getBytes(EBCDIC);
    }
}
