package io.keyweave.charts;

import java.awt.Color;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The colours of all pictures, each for a light and for a dark page. */
public enum Ink {
    BACKGROUND(0xffffff, 0x111827),
    TEXT(0x1f2937, 0xe5e7eb),
    MUTED(0x4b5563, 0xb6bdc9),
    AXIS(0x9ca3af, 0x6b7280),
    GRID(0xe5e7eb, 0x374151),
    BLUE(0x2563eb, 0x60a5fa),
    BLUE_PALE(0xdbeafe, 0x1e3a5f),
    BLUE_MIDDLE(0xbfdbfe, 0x2a4f80),
    GREEN(0x15803d, 0x4ade80),
    GREEN_PALE(0xdcfce7, 0x14432a),
    AMBER(0xb45309, 0xfbbf24),
    AMBER_PALE(0xfef3c7, 0x4a3510),
    RED(0xdc2626, 0xf87171),
    RED_PALE(0xfee2e2, 0x5b1f1f),
    VIOLET(0x7c3aed, 0xa78bfa),
    TEAL(0x0f766e, 0x2dd4bf),
    GREY(0x6b7280, 0x9ca3af);

    private final int light;
    private final int dark;

    Ink(int light, int dark) {
        this.light = light;
        this.dark = dark;
    }

    /** What is drawn with: the light one, by which {@link SvgPicture} finds this again. */
    Color color() {
        return new Color(light);
    }

    String light() {
        return hex(light);
    }

    String dark() {
        return hex(dark);
    }

    private static String hex(int color) {
        return String.format(Locale.ROOT, "#%06x", color);
    }

    /** The name of its class in the style sheet. */
    String style() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static @Nullable Ink of(String rgb) {
        for (Ink ink : values()) {
            Color color = ink.color();
            if (rgb.equals("rgb(" + color.getRed() + "," + color.getGreen() + "," + color.getBlue() + ")")) {
                return ink;
            }
        }
        return rgb.equals("white") ? BACKGROUND : null;
    }
}
