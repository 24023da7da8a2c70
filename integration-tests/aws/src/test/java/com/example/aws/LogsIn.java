package com.example.aws;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Opens one connection with the password of the system property {@code db.password}, and says whose it is. */
public final class LogsIn {

    private LogsIn() {}

    /** Takes the URL and the user. */
    public static void main(String[] args) throws SQLException {
        try (Connection connection = DriverManager.getConnection(args[0], args[1], System.getProperty("db.password"))) {
            System.out.println("logged in as " + connection.getMetaData().getUserName());
        }
    }
}
