package io.keyweave;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** The messages that a class declares. */
public final class MessageCodes {

    private MessageCodes() {}

    public static List<MessageCode> of(Class<?> owner) throws IllegalAccessException {
        List<MessageCode> codes = new ArrayList<>();
        for (Field field : owner.getDeclaredFields()) {
            if (field.getType() == MessageCode.class && Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                codes.add((MessageCode) field.get(null));
            }
        }
        return codes;
    }
}
