export { type FolderPage, type HashedFolder, type HashFolderOptions, hashFolder } from './hash-folder.ts'
