package io.keyweave.devvault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * The dev vault as a program: {@code java -jar keyweave-dev-vault.jar --help}. It runs until its standard input ends or it is
 * told to terminate. Values of secrets come from files or standard input and are never printed.
 */
public final class Main {

    private static final int USAGE = 64;

    private Main() {}

    /** Starts, says what to use, and waits. */
    public static void main(String[] args) throws IOException, InterruptedException {
        DevVaultOptions line;
        try {
            line = DevVaultOptions.parse(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println("dev-vault: " + e.getMessage());
            System.err.println(DevVaultOptions.USAGE);
            System.exit(USAGE);
            return;
        }
        if (line.help()) {
            System.out.println(DevVaultOptions.USAGE);
            return;
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        DevVault dev;
        try {
            dev = DevVault.start(line.port(), line.certificateFile());
        } catch (NoClassDefFoundError e) {
            System.err.println("dev-vault: the library with " + e.getMessage()
                    + " is missing. This jar needs the libraries that its build"
                    + " puts beside it, in lib; Maven and Gradle know them as its dependencies.");
            System.exit(USAGE);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(dev::close, "dev-vault shutdown"));
        Set<String> vaults = new LinkedHashSet<>(line.vaults());
        try {
            fill(dev, line, input, vaults);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("dev-vault: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        announce(dev, line, vaults, System.out);
        if (line.detached()) {
            new CountDownLatch(1).await();
        }
        rotate(dev, input);
        System.exit(0);
    }

    /** Until the input ends, a line {@code VAULT/SECRET=FILE} gives that secret a new version. */
    private static void rotate(DevVault dev, BufferedReader input) throws IOException {
        for (String text = input.readLine(); text != null; text = input.readLine()) {
            if (text.isBlank()) {
                continue;
            }
            try {
                Map.Entry<DevVaultOptions.Target, String> set = DevVaultOptions.assignment("a line", text.strip());
                DevVaultOptions.Target target = set.getKey();
                String version =
                        dev.vault(target.vault()).put(target.secret(), Files.readString(Path.of(set.getValue())));
                System.out.println(target.vault() + "/" + target.secret() + " has the version " + version);
            } catch (IOException | IllegalArgumentException e) {
                System.err.println("dev-vault: " + e.getMessage());
            }
        }
    }

    /** Sets the secrets, and adds the vaults they are in to those that were named. */
    private static void fill(DevVault dev, DevVaultOptions line, BufferedReader input, Set<String> vaults)
            throws IOException {
        vaults.forEach(dev::vault);
        for (Path file : line.secretFiles()) {
            Properties secrets = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                secrets.load(reader);
            }
            for (String key : secrets.stringPropertyNames()) {
                DevVaultOptions.Target target = DevVaultOptions.Target.parse(key);
                vaults.add(target.vault());
                dev.vault(target.vault()).put(target.secret(), secrets.getProperty(key));
            }
        }
        for (Map.Entry<DevVaultOptions.Target, String> set : line.secrets()) {
            String source = set.getValue();
            String value = source.equals("-") ? input.readLine() : Files.readString(Path.of(source));
            if (value == null) {
                throw new IllegalArgumentException("standard input ended before the value of "
                        + set.getKey().secret());
            }
            vaults.add(set.getKey().vault());
            dev.vault(set.getKey().vault()).put(set.getKey().secret(), value);
        }
        if (vaults.isEmpty()) {
            vaults.add("contoso");
        }
    }

    private static void announce(DevVault dev, DevVaultOptions line, Set<String> vaults, PrintStream out)
            throws IOException {
        Map<String, String> settings = new TreeMap<>(dev.environment());
        settings.put("KEYWEAVE_CA", certificateFile(dev, line).toString());
        for (String vault : vaults) {
            String variable = "KEYWEAVE_VAULT_" + vault.toUpperCase(Locale.ROOT).replace('-', '_');
            settings.put(variable, dev.vault(vault).url());
        }
        Path file = line.environmentFile() == null ? environmentFile(dev) : line.environmentFile();
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        writePrivately(file, text.toString());
        for (String vault : vaults) {
            out.println("vault " + vault + "   " + dev.vault(vault).url());
        }
        out.println("Entra ID      " + dev.entra().authorityHost() + dev.entra().tenantId());
        out.println("certificate   " + certificateFile(dev, line));
        out.println("environment   " + file);
        out.println();
        out.println("In another shell:   set -a; . " + file + "; set +a");
        out.println(
                line.detached()
                        ? "Runs until it is terminated."
                        : "A line VAULT/SECRET=FILE rotates a secret. Runs until its input ends (Ctrl-D).");
        out.flush();
    }

    private static Path certificateFile(DevVault dev, DevVaultOptions line) {
        Path chosen = line.certificateFile();
        return chosen == null ? dev.certificateFile() : chosen;
    }

    private static Path environmentFile(DevVault dev) {
        return dev.certificateFile().resolveSibling("environment");
    }

    /** The file holds a client secret: nobody else reads it, not even for the moment before its rights are set. */
    private static void writePrivately(Path file, String text) {
        try {
            Files.deleteIfExists(file);
            PrivateFiles.create(file);
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("the environment cannot be written to " + file, e);
        }
    }
}
