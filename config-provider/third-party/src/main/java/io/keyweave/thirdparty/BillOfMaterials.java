package io.keyweave.thirdparty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;

/**
 * The file {@code META-INF/sbom/bom.cdx.json}: what is packed, nothing more and nothing less, each library with the hash of the jar that
 * it was taken from. Same libraries, same bytes.
 */
final class BillOfMaterials {

    private BillOfMaterials() {}

    /** @param built the instant that all archives of the build carry */
    static String of(String artifact, String version, Instant built, List<PackedLibrary> libraries) throws IOException {
        Component product = component("io.keyweave", artifact, version, Licence.OURS);
        List<Component> components = new ArrayList<>();
        Dependency contents = new Dependency(product.getBomRef());
        for (PackedLibrary library : libraries) {
            Component component =
                    component(library.group(), library.artifact(), library.version(), Licence.spdx(library));
            component.addHash(new Hash(Hash.Algorithm.SHA_256, sha256(Files.readAllBytes(library.jar()))));
            components.add(component);
            contents.addDependency(new Dependency(component.getBomRef()));
        }
        Metadata metadata = new Metadata();
        metadata.setTimestamp(Date.from(built));
        metadata.setComponent(product);
        Bom bom = new Bom();
        bom.setMetadata(metadata);
        bom.setComponents(components);
        bom.addDependency(contents);
        bom.setSerialNumber("urn:uuid:" + UUID.nameUUIDFromBytes(identity(product, components)));
        try {
            return BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString() + "\n";
        } catch (GeneratorException e) {
            throw new IOException("the bill of materials cannot be written", e);
        }
    }

    private static Component component(String group, String artifact, String version, String licence) {
        String purl = "pkg:maven/" + group + "/" + artifact + "@" + version + "?type=jar";
        License known = new License();
        known.setId(licence);
        LicenseChoice licences = new LicenseChoice();
        licences.addLicense(known);
        Component component = new Component();
        component.setType(Component.Type.LIBRARY);
        component.setGroup(group);
        component.setName(artifact);
        component.setVersion(version);
        component.setPurl(purl);
        component.setBomRef(purl);
        component.setLicenses(licences);
        return component;
    }

    private static byte[] identity(Component product, List<Component> components) {
        StringBuilder text = new StringBuilder(product.getPurl());
        for (Component component : components) {
            text.append('\n')
                    .append(component.getPurl())
                    .append(component.getHashes().get(0).getValue());
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
