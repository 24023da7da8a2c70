package com.example.harmless;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.Properties;
import java.util.TooManyListenersException;

/** Throws, sends and receives {@code TooManyListenersException}, and reads a secret from each plain source. Argument: a trusted properties file. */
public final class TooManyListeners {

    private TooManyListeners() {}

    public static void main(String[] args) throws Exception {
        System.out.println("secret=" + System.getProperty("app.secret"));
        Properties file = new Properties();
        try (var in = new FileInputStream(args[0])) {
            file.load(in);
        }
        System.out.println("file=" + file.getProperty("app.secret"));
        try {
            throw args.length > 1 ? new TooManyListenersException(args[1]) : new TooManyListenersException();
        } catch (TooManyListenersException thrown) {
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
                out.writeObject(thrown);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
                System.out.println("received=" + in.readObject());
            }
            System.out.println("stack=" + thrown.getStackTrace()[0].getMethodName());
            System.out.println("serial="
                    + ObjectStreamClass.lookup(TooManyListenersException.class).getSerialVersionUID());
        }
    }
}
