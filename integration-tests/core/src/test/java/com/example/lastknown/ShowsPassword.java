package com.example.lastknown;

/** Shows {@code db.password} and the variable {@code DB_PASSWORD} at each line of its input. */
public final class ShowsPassword {

    private ShowsPassword() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("ready");
        while (System.in.read() >= 0) {
            if (System.in.available() == 0) {
                System.out.println("now " + System.getProperty("db.password") + " " + System.getenv("DB_PASSWORD"));
            }
        }
    }
}
