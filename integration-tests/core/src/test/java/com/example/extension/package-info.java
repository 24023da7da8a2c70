/** Applications that read secrets of extensions. */
package com.example.extension;
