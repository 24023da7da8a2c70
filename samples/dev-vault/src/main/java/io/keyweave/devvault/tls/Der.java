package io.keyweave.devvault.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** The Distinguished Encoding Rules of X.690, as far as an X.509 certificate needs them. */
final class Der {

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return tagged(0x31, parts);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] bool(boolean value) {
        return tagged(0x01, new byte[] {(byte) (value ? 0xff : 0)});
    }

    static byte[] nothing() {
        return tagged(0x05);
    }

    static byte[] utf8(String text) {
        return tagged(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Years 1950 to 2049, which is all a certificate that lives for days needs. */
    static byte[] time(Instant instant) {
        return tagged(0x17, UTC_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] octets(byte[] content) {
        return tagged(0x04, content);
    }

    /** A bit string whose last {@code unused} bits do not count. */
    static byte[] bits(int unused, byte[] content) {
        return tagged(0x03, new byte[] {(byte) unused}, content);
    }

    /** {@code [number]}: constructed for an explicit tag, primitive for an implicit one over a plain value. */
    static byte[] context(int number, boolean constructed, byte[]... parts) {
        return tagged(0x80 | (constructed ? 0x20 : 0) | number, parts);
    }

    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (String arc : Arrays.asList(arcs).subList(2, arcs.length)) {
            int value = Integer.parseInt(arc);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (value >>> shift != 0) {
                    content.write(0x80 | ((value >>> shift) & 0x7f));
                }
            }
            content.write(value & 0x7f);
        }
        return tagged(0x06, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] size = BigInteger.valueOf(length).toByteArray();
            int skip = size[0] == 0 ? 1 : 0;
            out.write(0x80 | (size.length - skip));
            out.write(size, skip, size.length - skip);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
