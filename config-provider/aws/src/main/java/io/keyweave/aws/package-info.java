/**
 * AWS Secrets Manager, scheme {@code aws}: a provider written against the published API alone, with the AWS SDK for Java behind it. What it
 * uses of the library besides is the HTTP client, {@code io.keyweave.http}, of which its jar has a copy.
 */
@NullMarked
package io.keyweave.aws;

import org.jspecify.annotations.NullMarked;
